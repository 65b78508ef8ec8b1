package onrecord.analysis;

import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.elasticsearch.plugin.NamedComponent;
import org.elasticsearch.plugin.analysis.TokenFilterFactory;

/** The filter that the full distribution's analysis-common module calls porter_stem. */
@NamedComponent("porter_stem")
public final class PorterStem implements TokenFilterFactory {
    @Override
    public TokenStream create(TokenStream tokens) {
        return new PorterStemFilter(tokens);
    }
}
