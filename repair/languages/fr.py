"""French."""

from __future__ import annotations

from typing import Final

from repair.languages.pairs import FRENCH_OPENING_PAIRS, FRENCH_PAIRS
from repair.languages.table import Language

__all__ = ["FRENCH"]

# finite verbs: none opens a noun phrase
_VERBS: Final = frozenset("est sont était étaient a ont avait avaient fut furent sera seront aura auront".split())
_PRONOUNS: Final = ("le", "la", "les")

FRENCH: Final = Language(
    code="fr",
    name="French",
    # left out, since they also stand for a noun: un, une, leur; and nouns of their own: son, ton
    stranding=frozenset(
        """le la les du des au aux cet cette ces mon ma mes ta tes sa ses notre nos votre vos chaque de à dans par sur
        en chez dès parmi malgré""".split()
    ),
    weak=frozenset(
        """un une ce son ton leur leurs avec pour contre sans sous vers entre selon depuis jusque via se te me ne y
        """.split()
    ),
    leaning=frozenset("pour selon jusque via se".split()),
    tied=frozenset(
        "grâce à|face à|quant à|marié à|succède à|succéda à|appartient à|équivaut à|dédié à|conforme à|match contre|rencontre contre|combat contre|victoire contre|défaite contre|guerre contre|lutte contre|bataille contre|finale contre|plainte contre|campagne contre|protection contre|marié avec|mariée avec|collaboration avec|relation avec|relations avec|liens avec|contact avec|partenariat avec|frontière avec|jumelé avec|jumelée avec|entretien avec|comparaison avec|situé entre|située entre|situés entre|accord entre|guerre entre|différence entre|relation entre|relations entre|distance entre|connu pour|connue pour|connus pour|réputé pour|réputée pour".split(
            "|"
        )
    ),
    shared=frozenset(["sur"]),
    joining=frozenset("et ou mais ni que dont lorsque puisque quoique comme ne quel quelle".split()),
    coordinating=frozenset("et ou ni".split()),
    elided=frozenset("l d j m t s n c qu jusqu lorsqu puisqu quoiqu presqu quelqu aujourd".split()),
    elides=True,
    articles=frozenset("le la les du des au aux cet cette ces mon ma mes ta tes sa ses notre nos votre vos".split()),
    determiners=frozenset("un leur leurs".split()),
    after_articles=_VERBS
    | frozenset(
        """et ou mais de du des au aux à dans par avec pour sur chez parmi selon que qui dont lorsque comme ce cet
        cette ces il ils elles on""".split()
    ),
    prepositions=frozenset("de à dans par chez dès parmi malgré selon".split()),
    after_prepositions=_VERBS | frozenset("et mais il ils je on été lorsque dont au aux dans sur".split()),
    # pronouns that look like articles (`il les ont`), and set phrases
    sound_pairs=frozenset(
        # before a vowel the singular ones are elided (`il l'a`)
        [f"{pronoun} {verb}" for pronoun in _PRONOUNS for verb in _VERBS if pronoun == "les" or verb[0] not in "aeéêo"]
        + [f"{pronoun} {word}" for pronoun in _PRONOUNS for word in ("pour", "sur", "par", "dans", "avec")]
        + [f"le {pronoun}" for pronoun in ("votre", "notre", "leur")]
        + [
            f"{pronoun} {word}"
            for pronoun in ("votre", "notre")
            for word in ("dans", "pour", "sur", "par", "avec", "à", "de")
        ]
        + [
            "par et",
            "de dans",
            "par au",
            "le ce",
            "la ce",
            "de je",
            "vous en",
            "nous en",
            "toi en",
            "ouvrir avec",
            # `bien sûr` without its accent
            "bien sur",
            "envoyer vers",
            "plutôt pour",
            "voix pour",
        ]
        + [
            f"{vote} pour"
            for vote in "voter vote votes votent votons votez voté votait votaient votera voteront suis sommes".split()
        ]
        + [f"{word} {link}" for word in "le la les du des au aux ces sa ses".split() for link in ("et", "ou")]
        + ["le qui", "le que", "les de", "le du", "la du", "les du", "le de", "la de", "les dont", "les à", "le à"]
    ),
    sound_triples=frozenset(
        f"avec en {place}" for place in "prime plus outre tête fond bonus vedette annexe arrière point tout".split()
    ),
    openers=frozenset(
        """et ou mais donc or ni car que qui dont où si comme quand lorsque puisque parce alors aussi ainsi de du des
        d en à au aux dans par pour avec sur sous sans chez entre a ont est sont était n ne pas le la les l un une se
        """.split()
    ),
    abbreviations=frozenset(
        """m mm mme mmes mlle dr pr me mgr st ste etc cf ex p pp art chap vol fig n no tél av bd env hab éd ed id ibid
        janv févr avr juil sept oct nov déc apr jc p.ex c.-à-d r.-v j.-c vs max min suiv al""".split()
    ),
    common=frozenset(
        """ai ainsi alors après as assez au-dessus aucun aucune aujourd'hui aussi autour autre autres avait avant
        avez avoir avons beaucoup bien car ce ceci cela celle celles celui cependant ces cet cette ceux chacun chaque
        chez ci comme comment dedans déjà depuis dehors donc dont elle elles encore enfin ensuite entre est était
        étaient été être eu eux fait faire fois il ils ici je jamais jusque là leur leurs lui maintenant mais me même
        mêmes mes mieux moi moins mon ne ni nos notre nous on ont ou où parce parfois parmi pas peu peut peuvent plus
        plusieurs plutôt pour pourquoi presque puis quand quel quelle quelles quelque quelques quels qui quoi rien sa
        sans se sera serait ses si sien soi soit son sont souvent suis sur surtout ta te tel telle tels tes toi ton
        toujours tous tout toute toutes très trop tu va vers voici voilà vos votre vous y""".split()
    ),
    spaced=":;!?»",
    read_more=(
        "lire la suite",
        "lire plus",
        "lire l'article",
        "lire l’article",
        "lire l'article complet",
        "lire l’article complet",
        "en savoir plus",
        "voir plus",
        "afficher plus",
        "afficher la suite",
        "voir la suite",
        "continuer la lecture",
        "poursuivre la lecture",
        "découvrir la suite",
    ),
    share=(
        "partager",
        "partagez",
        "partager sur",
        "tweeter",
        "imprimer",
        "envoyer par e-mail",
        "envoyer par mail",
        "envoyer à un ami",
        "j'aime",
        "abonnez-vous",
        "s'abonner",
        "inscrivez-vous à la newsletter",
        "recevoir la newsletter",
        "suivez-nous sur",
        "cliquez ici",
        "commenter",
        "commentaires",
        "laisser un commentaire",
        "enregistrer",
        "sauvegarder",
        "copier le lien",
        "écouter l'article",
        "publicité",
    ),
    adverts=("publicité",),
    counters=(
        "partages",
        "partage",
        "commentaires",
        "vues",
        "j'aime",
        "min de lecture",
        "minutes de lecture",
    ),
    notices=(
        "ce site utilise des cookies",
        "ce site utilise les cookies",
        "nous utilisons des cookies",
        "en poursuivant votre navigation",
        "nous et nos partenaires",
        "veuillez activer javascript",
        "activez javascript",
        "votre navigateur ne prend pas en charge",
        "désactivez votre bloqueur",
        "inscrivez-vous à notre newsletter",
        "inscrivez-vous à la newsletter",
        "abonnez-vous à notre newsletter",
        "recevez notre newsletter",
        "recevez la newsletter",
        "chargement en cours",
        "réservé aux abonnés",
        "article réservé aux abonnés",
        "temps de lecture :",
        "tout accepter",
        "accepter tous les cookies",
        "aller au contenu",
        "haut de page",
        "retour en haut",
        "voir cette publication sur",
        "contenu sponsorisé",
        "chargement...",
        "chargement…",
    ),
    related=(
        "lire aussi",
        "à lire aussi",
        "lire également",
        "à lire également",
        "lire notre",
        "voir aussi",
        "sur le même sujet",
        "à voir aussi",
        "articles liés",
        "articles similaires",
        "vous aimerez aussi",
        "vous pourriez aussi aimer",
        "pour aller plus loin",
        "notre dossier",
    ),
    rights=(
        "tous droits réservés",
        "droits de reproduction",
        "reproduction interdite",
        "reproduction réservée",
        "© copyright",
        "copyright ©",
        "(c) copyright",
    ),
    date_words=(
        "date",
        "publié",
        "publié le",
        "publiée le",
        "posté le",
        "mis en ligne le",
        "mis à jour",
        "mis à jour le",
        "mise à jour",
        "modifié le",
        "dernière mise à jour",
    ),
    months=tuple(
        """janvier février mars avril mai juin juillet août septembre octobre novembre décembre
        janv févr fév avr juil sept oct nov déc""".split()
    ),
    before_clock=("à", "h"),
    bylines=(
        "par ",
        "propos recueillis par ",
        "texte de ",
        "texte :",
        "photo ",
        "photo :",
        "photo:",
        "crédit",
        "source :",
        "source:",
        "de notre ",
        "légende",
        "rédaction",
        "illustration",
        "crédit photo",
        "crédits photo",
    ),
    before_units=frozenset(
        """zéro un une deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente quarante
        cinquante soixante cent cents mille million millions milliard milliards demi demie quart quelques
        plusieurs peu beaucoup plus moins autres chaque tous par en à au et ou milliers centaines dizaines
        douzaines nombre pourcentage""".split()
    ),
    units=tuple(
        """degrés mètres kilomètres centimètres millimètres miles kilogrammes kilos grammes litres tonnes hectares
        euros dollars""".split()
    ),
    periods=tuple("secondes minutes heures jours semaines mois ans années".split()),
    quantities=frozenset(
        """âge superficie population longueur hauteur largeur profondeur poids distance total moyenne altitude vitesse température valeur prix coût durée diamètre""".split()
    ),
    before_amount="de",
    approximating=frozenset("environ presque exactement approximativement".split()),
    counting=frozenset("environ".split()),
    naming=frozenset("intitulé intitulée appelé appelée nommé nommée surnommé baptisé".split()),
    apposed=frozenset(
        """commande menu bouton touche option champ attribut élément fonction méthode classe pseudo-classe fichier paquet
        paramètre variable article section chapitre dialogue outil filtre format titre mot terme nom dossier
        répertoire propriété balise étiquette onglet colonne président ministre auteur réalisateur film livre
        roman chanson album journal magazine plateforme norme spécification extension protocole dépôt lettre
        caractère mode""".split()
    ),
    measuring=frozenset("pèse pesait mesure mesurait coûte coûtait".split()),
    numbered=frozenset(
        "figure fig tableau section chapitre équation annexe page paragraphe note volume article numéro".split()
    ),
    opening_pairs=FRENCH_OPENING_PAIRS,
    never_pairs=FRENCH_PAIRS
    | frozenset(
        [
            "par est",
            "par sont",
            "si est",
            "qui être",
            "devez pour",
            "de dont",
            "le à",
            "le et",
            "le en",
            "le dans",
            "le sur",
            "la à",
            "à à",
            "avec par",
            "par avec",
            "par pour",
            "de pour",
            "à à",
            "pendant secondes",
            "pendant minutes",
            "pendant heures",
            "pendant jours",
            "pendant semaines",
            "pendant années",
            "pour par",
            "sur en",
            "en sur",
            "dans en",
            "en dans",
            "par en",
            "en par",
            "de avec",
            "avec en",
            "au en",
            "sur avec",
            "pour au",
            "dans pour",
            "de de",
            "à à",
            "dans dans",
            "par par",
            "pour pour",
            "avec avec",
            "du du",
            "au au",
            "du au",
            "de à",
            "entre entre",
            "entre et",
        ]
    ),
    year_leads=frozenset(["en"]),
    dated=frozenset(
        "né née mort morte décédé décédée hospitalisé hospitalisée fondé fondée créé créée inauguré inaugurée publié publiée sorti sortie".split()
    ),
    plurals=("s", "x"),
    never_twice=frozenset("de les et un une des du au dans pour par sur est".split()),
    repeating=frozenset("de avec par pour à chez".split()),
    company="avec",
    after_company=frozenset("de à sur en".split()),
    day_leads=frozenset(["le"]),
    sayings=frozenset(
        """réagi réagit précisé précise conclu conclut indiqué indique assuré assure souligné souligne lancé lance martelé rappelé rappelle posté confié confie tweete dit disent écrit écrivent ajouté ajoute expliqué explique déclaré déclare répondu répond affirmé affirme
        raconté raconte commenté tweeté""".split()
    ),
    announcing=frozenset("suivant suivants suivante suivantes suit".split()),
    titles=("m.", "mme", "mmes", "mlle"),
    embeds=frozenset("vidéo vidéos photo photos tweet tweets post audio galerie diaporama infographie podcast".split()),
    aside_endings=("ment", "ons", "exemple", "voir", "voire"),
    resuming=(
        "en conclusion",
        "deuxièmement",
        "de même",
        "au contraire",
        "mais",
        "cependant",
        "toutefois",
        "néanmoins",
        "pourtant",
        "par conséquent",
        "en outre",
        "en revanche",
    ),
    continued=(
        "suite",
        "à suivre",
        "la suite",
    ),
    paywall=(
        "continuer la lecture",
        "lire la suite",
        "lire l'article complet",
        "lire l’article complet",
        "pour lire l'article",
        "pour lire l’article",
        "lire l'intégralité",
        "lire l’intégralité",
        "cliquez ici pour lire",
        "réservé aux abonnés",
        "réservée aux abonnés",
        "abonnez-vous pour",
        "pour continuer à lire",
        "déjà abonné",
        "connectez-vous pour lire",
        "de cet article à lire",
        "la suite est réservée",
    ),
    footers=(
        "l’article … est apparu en premier sur",
        "l'article … est apparu en premier sur",
    ),
)
