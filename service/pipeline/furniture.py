"""What a block is when it is no running text, judged by its words alone.

The words are those that news sites' templates print, and the credit lines of the picture agencies. They are
conservative: a block with a quotation and a verb of saying is running text unless it opens with a label
("Also read:"). Where a block stands is judged in :mod:`service.pipeline.layout`.

Repetitions whose parts can be told apart in more than one way are possessive ("++") or atomic ("(?>"), or a
line that does not match would be tried in exponentially many ways.
"""

# ruff: noqa: E501 (a pattern is one line)

from __future__ import annotations

import re

from service.models import RegionKind
from service.pipeline.blocks import Block


def _any(*patterns: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), flags)


_AGENCY = (
    r"(?:Getty(?: Images)?|AFP|Agence France[- ]Presse|Reuters|Associated Press|AP|EPA(?:-EFE)?|EFE|PA(?: Wire| Media)?"
    r"|Xinhua|TASS|Sputnik|Shutterstock|iStock|Alamy|Bloomberg|Anadolu(?: Agency)?|AA|WireImage|Zuma|UPI|PTI|ANI|APP|INP|PPI"
    r"|Rex|NurPhoto|Sipa|Corbis|Flickr|Wikimedia(?: Commons)?|Unsplash|Pexels|Pixabay|Press Association|White Star)"
)
_IMAGE = r"(?:photo(?:graph)?s?|images?|pictures?|pics?|illustrations?|graphics?|screen ?(?:shot|grab)s?|video still)"

CREDIT = _any(  # closes a block that describes a picture
    r"[(\[][^()\[\]]{0,60}\b(?:photo(?:graph)?s?|image|picture|illustration|graphic|screen ?(?:shot|grab))\b[^()\[\]]{0,60}[)\]]\.?$",
    r"[(\[]\s*(?:courtesy(?: of)?|credits?|file|handout|via)\b[^()\[\]]*[)\]]\.?$",
    rf"[(\[][^()\[\]]*(?:/|via |©\s*|for ){_AGENCY}\b[^()\[\]]*[)\]]\.?$",
    r"\[(?:(?:file|photo):? ?)?(?-i:[A-Z])[\w.’'-]+(?: (?-i:[A-Z])[\w.’'-]+)+/[^\[\]]+\]\.?$",  # [Jane Doe/Al Jazeera]
    rf"(?:^|[.!?”\"’')\]|]\s*|\s[–—|-]\s*|\s{{2,}}){_IMAGE}(?:\s+credits?)?\s*(?::|[–—]|courtesy\b|by\b)\s*\S[^.!?]{{0,60}}\.?$",
    r"(?:^|[.!?”\"’')\]|]\s*)(?:credits?|source|courtesy)\s*:\s*\S[^.!?]{0,60}\.?$",
    rf"(?:\bvia|[©/|])\s*{_AGENCY}(?:\s*+/\s*+[\w ]++)*+\.?$",
    rf"[.!?”\"’')]?\s*[–—]\s*{_AGENCY}(?:\s*/\s*\w+)*\.?$",
    r"\bGetty Images\b[^.!?]{0,30}\.?$",
    r"\bFile (?:photo|image|picture)\.?$",
)
_CAPTION = _any(  # opens a caption
    r"^(?:file (?:photo|image|picture)|file\s*[-–—]{1,2}\s|file:\s)",
    r"^(?:image|media|video|photo|picture) (?:caption|source|credit)s?\b",
    rf"^in this (?:[\w, ]{{0,30}})?{_IMAGE}\b.{{0,60}}\b(?:shows?|taken|released|provided|made)\b",
    rf"^(?:this|an?|the) (?:[\w-]+ ){{0,3}}{_IMAGE} (?:taken|released|provided|posted|made available)\b",
    rf"^(?:pictured|{_IMAGE}|caption|above|below)\s*:\s*\S",
)
_POSED = re.compile(
    r",\s(?:far |second |third |(?:second |third )?from )?(?:left|right|cent(?:re|er))\s?,|\((?:L|left|right|cent(?:er|re))\)"
)
_RELATED_LABEL = _any(  # a label with the title of another article after it
    r"^(?:also (?:read|see|watch|on)|read (?:also|more|next|this|it|too)|see (?:also|more|related)|further reading"
    r"|(?:more|other) (?:on|from|about|stories|news|coverage|reading)\b[^.!?:|]{0,40}|related(?: \w+){0,2}|recommended(?: \w+){0,2}"
    r"|don['’]t miss|in case you missed it|icymi|must[- ](?:read|watch)|you (?:may|might|could) also like|more|read|watch|listen"
    r"|in pictures|source|sources|via|original(?: (?:source|article|story))?)"
    r"\s*(?::|\||»|>|→)\s*\S",
    r"^(?:read|see|watch|view|hear|listen to) (?:the |our |his |her )?(?:rest|full|whole|entire|complete|original|more)\b[^“”\"]{0,90}$",
    r"^(?:also on|more from|more on|more at|read more|see more|keep reading|continue reading)\b(?!.*,)[^“”\".!?]{1,90}$",
    r"^click (?:here|on|through|to)\b",
    r"^(?:https?://|www\.)\S+$",
    r"^(?:this|the) (?:article|story|post|piece) (?:was |has been )?(?:first|originally) (?:appeared|published|posted|ran)\b",
    r"^(?:first|originally) (?:appeared|published|posted) (?:on|in|at|by)\b",
)
_RELATED = _any(
    r"(?:also read|read (?:also|more|next)|see (?:also|more)|related(?: (?:articles?|stor(?:y|ies)|news|content|topics?|coverage|posts?"
    r"|links?|videos?|reading|items?))?|more (?:stories|news|coverage|like this|from \w.{0,30}|on this(?: story)?|in \w.{0,20}|to explore|headlines)"
    r"|further reading|recommended(?: (?:for you|reading|stories|articles))?|you (?:may|might) also (?:like|be interested in)"
    r"|(?:most|popular|latest|top|trending|editor['’]?s['’]?|featured|other|today['’]s|recent|previous|next)\s*(?:read|popular|viewed|shared|commented|watched"
    r"|stories|story|news|posts?|picks?|articles?|headlines|videos?|now|choice|today)?(?: (?:in|on) \w.{0,20})?"
    r"|up next|explore more|keep reading|continue reading|around the web|from (?:around )?the web|sponsored (?:content|stories|links)"
    r"|promoted (?:stories|content)|short url|short link|permalink|source link|original (?:source|article|link)|full (?:text|story|article|coverage|report)"
    r"|read (?:the )?(?:full|original)(?: (?:story|article|text|report))?|what['’]s (?:new|next|hot|trending)|must reads?|more|go deeper|tags?|topics?)"
    r"\s*[:.»>→…]*",
)
_SERVICES = (
    r"(?:facebook|twitter|x|whatsapp|linkedin|reddit|telegram|pinterest|instagram|youtube|tiktok|flipboard|messenger|threads|bluesky"
    r"|mastodon|snapchat|tumblr|google(?: news| plus|\+)?|e-?mail|mail|sms|rss|link|clipboard|pocket|line|viber|wechat|vk|skype|facebook messenger)"
)
_BUTTONS = _any(
    rf"(?=.*[a-z])(?:(?:{_SERVICES}|share|shares|tweet|tweets|pin(?: it)?|print(?: this(?: page)?)?|copy(?: (?:link|url))?|copied|save|saved|bookmark|like|likes"
    r"|comments?|follow|following|followers|subscribe|subscribed|sign (?:in|up)|log ?(?:in|out)|register|menu|search|home|close|open|next|previous"
    r"|prev|back|skip(?: ad)?|play|pause|stop|mute|unmute|replay|listen|videos?|audio|gallery|photos?|slideshow|loading|advertis(?:e|ement|ing)s?"
    r"|ads?|sponsored|promoted|gift(?: this)?(?: article)?|donate|contribute|vote|polls?|view results|results|submit|cancel|ok|yes|no|accept|reject|more"
    r"|show (?:more|less|all)|read|view(?: all)?|views|expand|collapse|top|font size|text size|a[+-]+|live|new|breaking(?: news)?|exclusive|premium|share to|and|or|on|via"
    r"|to|by|with|this|\d+[km]?)(?:[\s,|/·•:.…+\-–—*!]++|$))++",
)
_WIDGET_LABEL = _any(
    rf"^(?:share|tweet|pin|send|e-?mail|print|save|like|gift) (?:this|it|on|via|to|with)\b(?: (?:article|story|post|page|link|video|via|on|to|with|{_SERVICES}|a|your|friends?|and|or|,)(?!\w))*+\W*$",
    r"^(?:please )?(?:sign up|subscribe|register|join|download|install|get|receive|enter|stay|keep|catch up|start your day|try|enable|turn on|never miss)\b"
    r"(?=.*\b(?:newsletters?|inbox|apps?|alerts?|notifications?|e-?mails?(?: address)?|digital (?:edition|subscription)|subscri\w+|channel|whatsapp|telegram"
    r"|membership|briefing|breaking news|latest news|up to date|free trial)\b)[^“”\"]{0,300}$",
    rf"^(?:follow|find|like|connect with|join|watch|visit|tweet|add|contact|e-?mail|write to|message|send|reach)\b.{{0,80}}(?:\b(?:on|at|via)\s+(?:our )?{_SERVICES}\b|@\w|\bthe page\b).{{0,80}}$",
    r"^(?:like|follow) (?:us|the page|our page|this page)\b.{0,60}$",
    r"^(?:our |the )?(?:morning|evening|daily|weekly|free)? ?newsletters?\b[^.!?“”\"]{0,60}$",
    r"^this (?:story|article|post|report|page|live ?blog|piece)(?: by .{0,40})? (?:has been|was|is being|will be|is|may be|may contain|contains|includes|originally|first)\b"
    r"(?=.*\b(?:updat|correct|amend|edit|publish|produc|translat|support|fund|develop|breaking|syndicat|affiliate|automat|generat|clos|archiv)\w*)[^“”\"]{0,400}$",
    r"^\W{0,3}(?:correction|clarification|editor['’]?s['’]? note|update|updated|note to (?:readers|editors)|disclaimer|disclosure)s?\s*[:(–—-].{0,250}$",
    r"^(?:©|\(c\)\s|copyright\b)", r"\ball rights reserved\b", r"^[^“”\"]{0,200}(?:©|\(c\)|copyright)\s*(?:19|20)\d\d\b[^“”\"]{0,200}$",
    r"^(?:this material|no part of this|reproduction|unauthori[sz]ed (?:use|reproduction)|distribution of this)\b.{0,300}\b(?:published|reproduc\w+|permission|prohibited|redistributed)\b",
    r"^(?:we|this (?:site|website|page)|our (?:site|website|partners)|like (?:most|other) websites)\b.{0,60}\bcookies?\b",
    r"^(?:accept|manage|reject|allow)\b.{0,30}\b(?:cookies?|all|preferences|consent)\b[^“”\"]{0,60}$",
    r"^(?:by (?:continuing|clicking|signing|subscribing|submitting|entering|using)|if you continue)\b.{0,200}\b(?:agree|accept|consent|terms|policy|cookies?)\b",
    r"^(?:privacy|cookies?|terms|advertise|about us|contact us|careers|sitemap|site map|help|accessibility|do not sell)\b[^.!?“”\"]{0,80}$",
    r"^\d+\s*(?:min(?:ute)?s?|mins?|hours?|hrs?|days?|weeks?|months?|years?)\s*(?:read|ago|listen|watch)\b\W*$",
    r"^(?:skip to|back to top|go to|jump to|scroll (?:down|to)|tap (?:here|to)|swipe|return to|open in|opens in)\b[^.!?“”\"]{0,50}$",
    r"^(?:the )?(?:story|article|text) continues\b", r"^continue[sd]? (?:below|on|after|to|with)\b[^“”\"]{0,60}$", r"^advertis(?:ement|ing|e)\b[^.!?“”\"]{0,50}$",
    r"^(?:your browser|this video|this (?:content|audio)|sorry, (?:this|your)|please enable|enable javascript|javascript|to (?:view|watch|see|play) this|unable to (?:play|load)"
    r"|an error occurred|the video (?:will|could))\b[^“”\"]{0,160}$",
    r"^(?:support (?:our (?:journalism|work|reporting|newsroom|site)|quality|independent|the guardian)|donate|become a (?:member|subscriber|supporter)|make a (?:donation|contribution)|already a (?:subscriber|member))\b[^“”\"]{0,200}$",
    r"^(?:(?:do you )?have (?:a|any) (?:tip|story|question|news tip|comment)s?|got a (?:tip|story|question)|send (?:us )?(?:your|a|news)|to (?:comment on|report an|contact) )[^“”\"]{0,200}$",
    r"^listen to (?:this|the) (?:article|story|episode|podcast)\b[^“”\"]{0,60}$",
    r"^(?:before you go|image|gallery|view gallery|view \d+ (?:images?|photos?)|\d+ (?:of|/) \d+|\d+ (?:shares?|views?|likes|retweets|photos|images|videos))\W*$",
    r"^(?:tags?|topics?|categor(?:y|ies)|filed under|keywords|posted in|labels|sections?|related topics)\s*[:|]",
    r"^<(?:.*\w)?+\W*>\W*$", r"^[.#@]?[\w.,# >:-]+\{[^}]*\}?$", r"^\}+$", r"^(?-i:[a-z]+(?:-[a-z]+)*)\s*:\s*[^;.!?A-Z]{1,60};$", r"^(?:var|let|const|function|window|document|\$|jQuery)\b ?[\w.$ (]*[=({]",
)  # fmt: skip
_ICON = re.compile(
    r"[a-z0-9]+(?:[-_][a-z0-9]+)+|video|audio|play|image|photo|icon|chevron|arrow|caret|menu|search|close|share|loading"
)
_WATCH = re.compile(
    r"(?:watch|listen|view|see|play)\b(?: (?:\w+: )?(?-i:[A-Z\d‘“\"])[^\s]*| (?:of|on|in|the|a|an|to|for|and|at|with|from|by|his|her|as|is))++",
    re.IGNORECASE,
)
_COMMENTS = _any(
    r"^comments? (?:are|is|have been|will be|on this|may be|policy|guidelines|faq|section|closed|disabled|moderated|off)\b[^“”\"]{0,200}$",
    r"^(?:leave|post|add|write|submit) (?:a|your|an?other) (?:comment|reply|response)\b[^“”\"]{0,60}$",
    r"^(?:join|start) the (?:conversation|discussion)\b[^“”\"]{0,60}$",
    r"^(?:(?:view|show|read|see|hide|load|all|more|the|\d+)[\s,]+)*comments?\s*(?:\(\d+\))?:?$",
    r"^(?:reader|user|facebook|your) comments?\b\W*$", r"^replying to \S+(?: \S+)?$", r"^have your say\W*$", r"^\d+ (?:responses?|replies|thoughts) (?:to|on)\b.{0,160}$",
    r"^(?:please (?:see|read)|for more information,? please see|see) our comments?\b", r"^your e-?mail address will not be published", r"^required fields are marked",
    r"^log ?in to (?:comment|reply|post)\b", r"^you must be (?:logged|registered|signed) ", r"^notify me (?:of|when)\b", r"^(?:be )?the first to comment\W*$", r"^report (?:this )?(?:comment|abuse)\W*$",
    r"^(?:disqus|powered by disqus)\b",
)  # fmt: skip
BIO = _any(
    r"^about (?:the )?(?:authors?|writers?)\b",
    r"^the (?:writer|author|columnist)s? (?:is|are|was|can be|tweets|holds|works|teaches|has)\b",
    r"\b(?:is|are|was|works as|serves as) (?:(?>(?:an?|the|our|its|their|currently|also|now|former|senior|chief|lead|deputy|assistant|associate|managing|political|foreign|diplomatic"
    r"|national|news|staff|freelance|award-winning|independent|contributing|opinion|digital|video|data|and|content|media|sports|health|business|science|technology|investigative|transport|visiting|guest|veteran|based|[a-z]+-based|(?-i:[A-Z])[\w.’'-]+),? )){1,9}"
    r"(?:reporters?|correspondents?|columnists?|editors?|journalists?|writers?|contributors?|bloggers?|producers?|fellows?|(?:co-)?authors? of|newsletters?)\b",
    r"\bis (?:an? )?(?:member|part) of .{0,60}\b(?:board of contributors|editorial board)\b",
    r"^(?:lead |chief |senior |managing |deputy )?(?:editor|reporter|writer|journalist|columnist|correspondent|contributor)s? [A-Z]\w+(?: [A-Z]\w+)? (?:is|has|was|loves|covers|writes)\b",
    r"\b(?:(?:he|she|they|and) )?(?:tweets?|posts?|blogs?) (?:at|@|as|from|under)\b",
    r"\b(?:follow|reach|contact|e-?mail) (?:him|her|them|me)\b",
    r"\bcan be (?:reached|contacted|followed|emailed) (?:at|on|via|by|through)\b",
    r"^(?:e-?mail|twitter|contact)\s*:?\s*(?:@\w+|\S+@\S+)",
    r"\b(?:his|her|their|whose) (?:latest book|books? includes?|work has appeared|writing has appeared)\b",
)
_ROLE_WORDS = r"(?:our|staff|web|news|special|the|senior|chief|diplomatic|foreign|political|own|international|online|monitoring|city|bureau|video|digital)"
_BYLINE = _any(
    rf"^(?:(?:{_ROLE_WORDS} )+(?:correspondents?|reporters?|desk|writers?|report|editor|team|staff|news)|news ?desk|web ?desk|agencies)\W*$",
    r"^\W?(?:(?:additional|with additional|with) )?(?:reporting|writing|edit(?:ing|ed)|compiled|translat(?:ion|ed)|contribut(?:ions?|ed)|input|inputs|reported|written|production|graphics?)\b"
    r"(?: and (?:writing|editing|reporting))? (?:by|from)\b[^“”\"]{2,300}$",
    r"^\W?(?:with|contains) (?:inputs?|additional (?:inputs?|information|reporting)|files|reports?) (?:from|by)\b[^“”\"]{2,120}$",
    r"^[A-Z][^“”\".]{3,120}\bcontributed (?:to this|reporting|to the)\b[^“”\"]{0,80}$",
    r"^(?:published|updated?|last (?:updated?|modified)|posted|first published|modified|issued|printed|created|date|released)\b(?: (?:on|at|in|by))?\W{0,3}(?=.*\d)[^“”\"]{4,120}$",
)


_PARTS: tuple[tuple[RegionKind, re.Pattern[str]], ...] = (
    ("comments", _COMMENTS),
    ("byline", _BYLINE),
    ("widget", _WIDGET_LABEL),
)
_WHOLES: tuple[tuple[RegionKind, re.Pattern[str]], ...] = (
    ("related", _RELATED),
    ("widget", _BUTTONS),
    ("widget", _ICON),
)
LONGEST_CAPTION = 700  # characters


def kind_of(block: Block) -> RegionKind | None:
    """What ``block`` is wherever it stands, or None where its words do not tell."""
    text = block.text.lstrip("•●▪◦‣·*–—- ")
    if _RELATED_LABEL.search(text):
        return "related"
    if block.says:
        return None
    if _is_caption(block):
        return "caption"
    for kind, pattern in _PARTS:
        if pattern.search(text):
            return kind
    for kind, pattern in _WHOLES:
        if pattern.fullmatch(text):
            return kind
    titled = not block.ended and block.words <= 16 and not block.introduces
    return "widget" if titled and _WATCH.fullmatch(text) else None


def _is_caption(block: Block) -> bool:
    if len(block.text) > LONGEST_CAPTION:
        return False
    if CREDIT.search(block.text) or _CAPTION.search(block.text):
        return True
    return bool(_POSED.search(block.text)) and block.words <= 60 and not block.reports
