package onrecord.analysis;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.elasticsearch.plugin.NamedComponent;
import org.elasticsearch.plugin.analysis.TokenFilterFactory;

/** The filter that the full distribution's analysis-common module calls asciifolding. */
@NamedComponent("asciifolding")
public final class AsciiFolding implements TokenFilterFactory {
    @Override
    public TokenStream create(TokenStream tokens) {
        return new ASCIIFoldingFilter(tokens);
    }

    /** Wildcard and prefix terms are folded too, as the module does it. */
    @Override
    public TokenStream normalize(TokenStream tokens) {
        return new ASCIIFoldingFilter(tokens);
    }
}
