"""What a word or a phrase governs and does not have behind it (RG103, RG115): keys and commands after `press`, the person after `written by`,
the name after `the Battle of`, the number before `long`.

Each rule begins at a word that the sieve shows, as those of `targets.py` do.
"""

from __future__ import annotations

from typing import Final

from repair.detect.document import Detector
from repair.detect.rules.language_patterns import after, by_language, either, then
from repair.detect.suspects.word_signs import EXTENT, KEYED, MADE_BY, OF_NAME
from repair.detect.technical import is_named

__all__ = ["GOVERNED"]

_ACTS: Final = "see|leave|continue|start|stop|open|close|save|exit|quit|begin|return|select|confirm|cancel|list|build|install|update|run"
_KEYS: Final = {
    "en": (
        rf"(?:press(?:{after('[Tt]hen|[Oo]r|[Aa]nd', 5)})|hit(?:{after('[Tt]hen|[Aa]nd', 3)})|Press)(?= to (?:{_ACTS})\b)",
        r"(?:Run|run(?<=[Tt]hen .{3})|Execute)(?= to (?:build|install|start|see|list|update|compile|launch|create|check|clean|test)\b)",
        r"(?:Use|use(?<=[Tt]hen .{3}))(?= to (?:find|list|see|start|stop|build|install|check|create|open|read|remove|show|search)\b)",
        r"[Ss]et(?= to (?:and|or) (?:restart|run|save|reload|try)\b)",
    ),
    "it": (
        rf"{either('premere|premi|premete')}(?= per (?:uscire|salvare|continuare|confermare|avviare|aprire|chiudere|tornare|selezionare|iniziare|vedere)\b)",
        rf"{either('premere|premi|premete')}{then('e (?:attendere|poi|confermare|riavviare)')}",
        rf"(?:{either('eseguire|esegui|lanciare')}){then('per (?:installare|avviare|compilare|aggiornare|creare|vedere|verificare)')}",
        rf"{either('impostare|imposta|impostato')} su(?= (?:e (?!giù)|o |per |prima ))",
        rf"{either('impostare|imposta')} \w+ su(?= (?:e (?!giù)|o |per |prima ))",
    ),
    "de": (
        r"(?:[Dd]rücken Sie|[Dd]rücke|[Dd]rücken) (?=,? ?um (?:zu (?:beenden|speichern|starten)|das Programm)\b)",
        rf"(?:[Kk]licken Sie|[Kk]licke|[Kk]lickt|[Tt]ippen Sie|[Tt]ippe) (?:dann |anschließend )?auf{then('um|und|oder', ',')}",
        rf"(?:[Ww]ählen|[Öö]ffnen|[Kk]opieren) Sie{then('und (?:klicken|drücken|bestätigen|tippen|starten) Sie')}",
    ),
    "fr": (
        r"(?:[Aa]ppuyez|[Aa]ppuyer) sur(?= (?:pour|et) )",
        rf"{either('cliquez|cliquer')} sur{then('pour|et|puis|ou')}",
        rf"{either('choisissez|sélectionnez|saisissez|ouvrez|consultez')}(?=,? (?:puis|et) (?:cliquez|appuyez|double-cliquez)\b)",
        rf"{either('consultez')}{then('(?:ou|et) (?:appelez|écrivez|téléphonez)')}",
    ),
    "es": (
        r"(?:[Pp]ulse|[Pp]ulsa|[Pp]resione|[Pp]resiona)(?= para (?:salir|guardar|continuar|confirmar|abrir|cerrar|iniciar|volver)\b)",
        rf"{either('haga|haz|hacer|haciendo')} clic en{then('para|y|o')}",
        rf"{either('seleccione|elija|abra|escriba|introduzca|selecciona|elige|abre')}(?=,? (?:y|luego|después) (?:haga clic|haz clic|pulse|pulsa|presione)\b)",
        rf"{either('seleccione|elija')}{then('y (?:elija|seleccione|escoja) (?:el|la|los|las|un|una)')}",
        rf"{either('consulte|consulta')}{then('o (?:llame|llama|escriba|escribe|visite|visita)')}",
    ),
    "pt": (
        r"(?:[Pp]ressione|[Aa]perte|[Tt]ecle)(?= para (?:sair|salvar|guardar|continuar|confirmar|abrir|fechar|iniciar|voltar)\b)",
        rf"{either('clique|clicar')} em{then('para|e|ou')}",
        rf"{either('selecione|escolha|abra|digite|insira')}(?=,? (?:e|depois) (?:clique|pressione|prima|aperte)\b)",
        rf"{either('selecione|escolha')}{then('e (?:escolha|selecione) (?:o|a|os|as|um|uma)')}",
        rf"{either('consulte')}{then('ou (?:ligue|telefone|escreva|visite)')}",
    ),
    "nl": (r"[Dd]ruk op(?= (?:om|en) )",),
}  # fmt: skip
_MADE: Final = "written|directed|designed|composed|founded|painted|illustrated|edited|translated|coached|produced|created|adapted|published"
_AGENTS: Final = {
    "en": (rf"(?:{_MADE}) by{then('(?:in|on|at|from|during) (?:[12][0-9]+|the|a|an)|and (?:starred|published|released|produced|directed|was)(?! by| named)')}",),
    "it": (r"(?:scritt|dirett|disegnat|progettat|fondat|compost|dipint|tradott|illustrat|allenat|realizzat)[oaie] da(?= (?:nel (?:\d{4}|[Dd]icia|[Nn]ove)|ed? (?:interpretat|pubblicat|prodott|dirett|uscit|con )))",),
    "de": (r"(?:geschrieben|entworfen|komponiert|gegründet|gemalt|inszeniert) von(?= (?:im Jahr|und (?:veröffentlicht|produziert)))",),
    "fr": (r"(?:écrit|réalisé|dessiné|conçu|composé|fondé|peint|traduit)e?s? par(?= (?:en \d{4}|et (?:publié|produit|sorti)))",),
    "es": (r"(?:escrit|dirigid|diseñad|compuest|fundad|pintad|traducid)[oa]s? por(?= (?:en \d{4}|y (?:publicad|producid|estrenad)))",),
    "pt": (r"(?:escrit|dirigid|projetad|compost|fundad|pintad|traduzid)[oa]s? por(?= (?:em \d{4}|e (?:publicad|produzid|lançad)))",),
    "nl": (r"(?:geschreven|ontworpen|gecomponeerd|geregisseerd|geschilderd) door(?= (?:in \d{4}|en (?:uitgegeven|geproduceerd)))",),
}  # fmt: skip
_VERBS: Final = "was|is|has|had|owns|took|began|ended"
_NAMED: Final = {
    "en": (rf"(?:Battle|University|Republic|Kingdom|Duchy|Treaty|Siege|Province|Diocese|Archbishop|Bishop|Duke|Earl) of(?= (?:{_VERBS}|in|on|and was|and the)\b)",),
    "it": (r"(?:[Bb]attaglia|[Uu]niversità|[Dd]iocesi|[Tt]rattato|[Aa]ssedio|[Vv]escovo|[Ss]indaco|[Pp]rovincia) di(?= (?:fu|è|era|ha|che|nel|del|della|e il|e la)\b)",),
    "de": (r"(?:Schlacht|Universität|Vertrag) von(?= (?:war|ist|hat|im|und die|wurde)\b)",),
    "fr": (r"(?:bataille|université|traité|siège|évêque) de(?= (?:fut|est|a|était|en|et la|et le)\b)",),
    "es": (r"(?:batalla|universidad|tratado|asedio|obispo) de(?= (?:fue|es|era|ha|en|y el|y la)\b)",),
    "pt": (r"(?:batalha|universidade|tratado|cerco|bispo) de(?= (?:foi|é|era|em|e o|e a)\b)",),
    "nl": (r"(?:slag bij|verdrag van|universiteit van)(?= (?:was|is|werd|en de)\b)",),
}  # fmt: skip
_APPROXIMATELY: Final = "about|nearly|around|roughly|approximately"
_HIGH: Final = rf"(?:[.;](?!\d)|, (?:and|but|with|which|the|it)\b| and (?:\d|(?:{_APPROXIMATELY})\b)| at (?:its|the)\b)"
"""After an adjective that no noun follows: `a book about high and low prices` lacks nothing."""
_EXTENTS: Final = {
    "en": (
        rf"(?:{_APPROXIMATELY})(?= (?:long|wide|tall|high|deep){_HIGH})",
        r"(?:nearly|almost|approximately|roughly)(?= (?:dollars|euros|pounds|people|copies|inhabitants|students|tonnes)\b)",
    ),
    "it": (
        r"(?:circa|oltre)(?= (?:alt|lung|larg|profond)[oaie](?:[.,;](?!\d)| ed? ))",
        r"(?:circa)(?= (?:abitanti|copie|euro|alunni|spettatori|esemplari|studenti|chilometri|metri)\b)",
    ),
    "de": (r"(?:etwa|rund|ungefähr)(?= (?:lang|breit|hoch|tief)(?:[.,;]| und ))", r"(?:rund|knapp)(?= (?:Einwohner|Besucher|Menschen|Euro)\b)", r"etwa(?<=hat etwa)(?= Einwohner\b)"),
    "fr": (r"(?:environ|près de)(?= (?:habitants|spectateurs|exemplaires|euros|personnes)\b)",),
    "es": (r"(?:aproximadamente|cerca de)(?= (?:habitantes|ejemplares|euros|espectadores)\b)",),
    "pt": (r"(?:cerca de|aproximadamente)(?= (?:habitantes|exemplares|euros|espectadores|pessoas)\b)",),
    "nl": (r"(?:ongeveer|circa)(?= (?:inwoners|bezoekers|euro|mensen|lang|breed|hoog)\b)",),
}  # fmt: skip
_LENGTHS: Final = {
    "de": (r"(?<=(?: ist| war|sind|aren) )(?:Meter|Kilometer|Zentimeter)(?= (?:hoch|lang|breit|tief|entfernt|über|unter)\b)",),
    "es": (r"(?<=(?:iene|anza|mide|edía) )(?:metros|kilómetros)(?= de (?:altura|alto|largo|ancho|altitud|longitud|profundidad)\b)",),
    "fr": (r"(?<=(?:sure|fait|eint|ne à) )(?:mètres|kilomètres)(?= (?:de (?:haut|long|large|hauteur|longueur|largeur)|d.altitude)\b)",),
    "it": (r"(?<=(?:sura|o ha|a ha|unge|to a) )(?:metri|chilometri)(?= (?:di (?:altezza|lunghezza|larghezza|profondità|altitudine)|sul livello)\b)",),
    "pt": (r"(?<=(?: tem|ança|mede|inge) )(?:metros|quilômetros|quilómetros)(?= de (?:altura|comprimento|largura|altitude|extensão|profundidade)\b)",),
}  # fmt: skip

GOVERNED: Final[dict[str, Detector]] = {
    "key-lost": by_language("key-lost", "RG103", KEYED, _KEYS, (1, 3), unless=is_named, prior=0.7),
    "agent-lost": by_language("agent-lost", "RG103", MADE_BY, _AGENTS, (1, 4), prior=0.8),
    "name-lost-of": by_language("name-lost-of", "RG103", OF_NAME, _NAMED, (1, 3), prior=0.8),
    "length-lost": by_language("length-lost", "RG115", EXTENT, _LENGTHS, (1, 1), before=True, prior=0.8),
    "extent-lost": by_language("extent-lost", "RG115", EXTENT, _EXTENTS, (1, 2), prior=0.8),
}  # fmt: skip
