"""RS401: what forums, networks and reviewers set before and behind what somebody wrote: heads of quotations and replies, notes of
edits and of reviews, and the place of what was taken away.
"""

from __future__ import annotations

from typing import Final

from repair.detect.document import Detector, pattern_rule
from repair.detect.suspects.page_vocabulary import PAGE_TALK
from repair.detect.technical import is_named
from repair.text.patterns import A_BLANK, UPPER, any_of

__all__ = ["POSTS"]

_CODE: Final = "RS401"
_START: Final = rf"(?:(?<![^\n])|(?<=[.!?…»”\])]{A_BLANK}))"

# --- heads -----------------------------------------------------------------------------------------------------------

_SAID: Final = "said|wrote|ha scritto|ha detto|schrieb|sagte|hat geschrieben|a écrit|a dit|escribió|dijo|escreveu|disse|schreef|zei"
_POSTED: Final = (
    *("Originally Posted by", "Originally posted by", "Originariamente Scritto da", "Originariamente scritto da"),
    *("Originariamente inviato da", "Originariamente Inviato da", "Ursprünglich geschrieben von", "Zitat von"),
    *("Envoyé par", "Originalmente publicado por", "Originalmente postado por", "Oorspronkelijk geplaatst door"),
)
_QUOTED: Final = rf"{_START}[^\n:.]{{2,40}}{A_BLANK}(?:{_SAID})(?:{A_BLANK}[^\n:]{{2,30}})?:?{A_BLANK}?[↑⬆](?=\s|\Z)"
_NAMED: Final = rf"(?<![^\n])(?:{any_of(_POSTED)}){A_BLANK}[^\n]{{2,40}}(?=\n|\Z)|(?<![^\n])(?:Quote from|Citazione da|Citazione di|Zitat von|Quote):{A_BLANK}[^\n]{{2,60}}(?=\n)"
_TO: Final = "In risposta a|Replying to|Antwort an|En réponse à|En respuesta a|Em resposta a|Als antwoord op"
_REPLY: Final = (
    rf"{_START}(?:RE|Re|QT|RN):{A_BLANK}?https?://\S+|{_START}(?:RT|MT|QT){A_BLANK}@\w{{2,30}}:"
    rf"|{_START}(?:{_TO}){A_BLANK}@[\w.]{{2,30}}(?:(?:,|{A_BLANK}(?:and|e|und|et|y|en)){A_BLANK}@[\w.]{{2,30}}){{0,8}}"
)

# --- notes -----------------------------------------------------------------------------------------------------------

_DONE: Final = (
    "(?:Last |This post was (?:last )?)?[Ee]dited|(?:Last )?[Mm]odified|(?:Last )?[Uu]pdated|(?:Ultima )?[Mm]odifica|(?:Messaggio )?[Mm]odificato|Aggiornato|(?:Zuletzt )?[Bb]earbeitet"
    "|(?:Dernière )?[Mm]odifi(?:é|cation)|(?:Última )?[Ee]di(?:tado|ção|ción)|(?:Última )?[Mm]odificación|(?:Laatst )?[Bb]ewerkt"
)
_WHEN: Final = rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}\.?{A_BLANK}(?:de{A_BLANK})?[^\W\d_]{{3,10}}\.?{A_BLANK}(?:de{A_BLANK})?\d{{4}}|[A-Z][a-z]{{2,8}}{A_BLANK}\d{{1,2}},{A_BLANK}\d{{4}})"
_EDITED: Final = (
    rf"{_START}(?:{_DONE})(?:{A_BLANK}(?:by|di|da|dal|von|par|por|door){A_BLANK}[^\n.;:]{{2,40}}?)[,;:]?(?:{A_BLANK}(?:on|il|am|le|el|em|op|at|alle))?{A_BLANK}{_WHEN}"
    rf"(?:,?{A_BLANK}?(?:-{A_BLANK}|at{A_BLANK}|alle{A_BLANK}|um{A_BLANK}|à{A_BLANK}|a las{A_BLANK})?\d{{1,2}}[:.]\d\d(?:{A_BLANK}?[AaPp][Mm])?)?\.?(?={A_BLANK}{UPPER}|\s*\n|\s*\Z)"
)
_REMARK: Final = (
    rf"{_START}(?:Commented|Comment|Commento|Commentato|Kommentiert|Kommentar|Commenté|Commentaire|Comentado|Comentario|Comentário|Opmerking){A_BLANK}\[\w{{1,4}}\d{{1,3}}\]:"
    rf"|{_START}(?:Formatted|Formattato|Formatiert|Mis en forme|Con formato|Formatado|Opgemaakt)(?:{A_BLANK}\[\w{{1,4}}\d{{1,3}}\])?{A_BLANK}?:{A_BLANK}(?:Font|Tipo di carattere|Carattere|Schriftart|Police|Fuente|Fonte|Lettertype|Indent|Rientro|Left|Right|Normal|List|Elenco|Space|Default|Not|No|Non|Tab|Justified|Giustificato|Line|Interlinea)(?:[:,{{]?{A_BLANK}[A-ZÀ-Þ\d][\w.]{{0,20}}(?:{A_BLANK}[a-z]{{2,12}})?,?){{0,6}}"
)

# --- what was taken away ---------------------------------------------------------------------------------------------

_GONE: Final = (
    r"(?:This|Questo|Questa|Quest['’]|Diese[rs]?|Ce|Cette|Cet|Este|Esta|Dit|Deze){b}?(?:message|comment|post|tweet|messaggio|commento|contenuto|Nachricht|Beitrag|Kommentar|commentaire|mensaje|comentario|mensagem|comentário|bericht|reactie)"
    r"{b}(?:was|has been|is|è stato|è stata|wurde|a été|ha sido|fue|foi|is|werd){b}(?:deleted|removed|hidden|eliminat[oa]|rimoss[oa]|cancellat[oa]|nascost[oa]|gelöscht|entfernt|ausgeblendet|supprimé|masqué|borrado|eliminado|apagad[oa]|removid[oa]|excluíd[oa]|verwijderd)"
    r"(?:{b}(?:by|dal|da|vom|von|par|por|pelo|door){b}[^\n.]{2,40})?\.?(?={b}[A-ZÀ-Þ]|\s*\n|\s*\Z)"
).replace("{b}", A_BLANK)

POSTS: Final[dict[str, Detector]] = {
    "quotation-head": pattern_rule("quotation-head", _CODE, _QUOTED, needles=("↑", "⬆"), unless=is_named, prior=0.8),
    "quotation-named": pattern_rule("quotation-named", _CODE, _NAMED, sign=PAGE_TALK, unless=is_named, prior=0.8),
    "reply-head": pattern_rule("reply-head", _CODE, _REPLY, needles=("@", "://"), unless=is_named, prior=0.75),
    "edit-note": pattern_rule("edit-note", _CODE, _EDITED, sign=PAGE_TALK, unless=is_named, prior=0.75),
    "review-note": pattern_rule("review-note", _CODE, _REMARK, sign=PAGE_TALK, unless=is_named, prior=0.85),
    "post-removed": pattern_rule("post-removed", _CODE, _START + _GONE, sign=PAGE_TALK, unless=is_named, prior=0.75),
}  # fmt: skip
