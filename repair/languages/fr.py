"""French."""

from __future__ import annotations

from typing import Final

from repair.languages.table import Language, combined, phrases_of, words_of

__all__ = ["FRENCH"]

# finite verbs: none opens a noun phrase
_VERBS: Final = words_of("est sont était étaient a ont avait avaient fut furent sera seront aura auront")

_PRESENT: Final = """permet permettent propose proposent nécessite nécessitent comprend comprennent contient contiennent
    constitue désigne désignent possède possèdent fonctionne dispose obtient offrent pourrait devrait pourra devra seraient
    serait peut peuvent doit doivent"""
_AUXILIARIES: Final = "ont sont était étaient fut furent sera seront avait avaient"
_NEVER_PAIRS: Final = combined(
    # not `celui qui entre doit payer`, `faire avec depuis dix ans`, `avec comme but`, `il a pour pendant`
    ("de du des à au aux par pour dans sur avec chez sous sans", f"{_AUXILIARIES} peut doit"),
    ("de du des à au aux par pour dans sur chez sous", "comme depuis"),
    ("des à aux par dans sur chez sous", "pendant"),
    ("de du des à au aux sur avec chez sous", "où"),
    ("du des au aux dans sur avec chez sous par", "est"),
    ("du des au aux dans sur avec chez sous", "a"),
    ("cette ces ses nos vos", f"a est {_AUXILIARIES}"),
    ("de des aux", "on ils elles je il"),
    # `le passage du je au nous`
    ("du au", "ils elles"),
    ("à pour", "euros ans km millions milliards"),
    ("de", "euros ans"),
    ("a", "ans"),
    ("par", "euros"),
    (
        "environ quelque",
        "personnes habitants millions milliards morts blessés employés salariés élèves manifestants euros",
    ),
    ("compte comptait emploie employait", "habitants membres salariés employés élèves personnes"),
    # not `dans et autour de la ville`
    ("dans chez sous sur", "mais comme"),
    ("pour", "est"),
    ("de du des à au aux par pour dans sur avec chez cette ces", _PRESENT),
    # before a vowel the first would be elided; not `à la une`, `mettez-le au frais`
    ("de le la ne", "avec en elle elles on il ils entre au aux alors ainsi aussi après avant est était étaient"),
    (
        "le la les du des au aux cette ces",
        """existe existent consiste consistent fonctionne fonctionnent dépend dépendent appartient appartiennent survient
        surviennent naît meurt disparaît apparaît apparaissent""",
    ),
    ("par", "est sont"),
    ("si", "est"),
    ("qui", "être"),
    ("devez", "pour"),
    ("de", "dont"),
    ("le", "à et en dans sur"),
    ("la", "à"),
    ("avec pour", "par"),
    ("par sur", "avec"),
    ("par de dans", "pour"),
    ("pendant", "secondes minutes heures jours semaines années"),
    ("sur dans par avec au", "en"),
    ("en", "sur dans par"),
    ("de", "avec à"),
    ("pour du", "au"),
    ("entre", "et"),
    *((word, word) for word in "à de dans par pour avec du au entre".split()),
)
# elsewhere they may stand for a noun (`dont une a été vendue`)
_OPENING_PAIRS: Final = combined(
    ("un une", f"a est {_AUXILIARIES}"),
    ("la le les", f"a est {_AUXILIARIES} {_PRESENT}"),
)

FRENCH: Final = Language(
    code="fr",
    name="French",
    # left out, since they also stand for a noun: un, une, leur; and nouns of their own: son, ton
    stranding=words_of(
        """le la les du des au aux cet cette ces mon ma mes ta tes sa ses notre nos votre vos chaque de à dans par sur en
        chez dès parmi malgré"""
    ),
    weak=words_of(
        "un une ce son ton leur leurs avec pour contre sans sous vers entre selon depuis jusque via se te me ne y"
    ),
    leaning=words_of("pour selon jusque via se"),
    tied=combined(
        ("grâce face quant marié succède succéda appartient équivaut dédié conforme", "à"),
        ("match rencontre combat victoire défaite guerre lutte bataille finale plainte campagne protection", "contre"),
        (
            "marié mariée collaboration relation relations liens contact partenariat frontière jumelé jumelée entretien comparaison",
            "avec",
        ),
        ("situé située situés accord guerre différence relation relations distance", "entre"),
        ("connu connue connus réputé réputée", "pour"),
    ),
    shared=words_of("sur"),
    joining=words_of("et ou mais ni que dont lorsque puisque quoique comme ne quel quelle"),
    coordinating=words_of("et ou ni"),
    elided=words_of("l d j m t s n c qu jusqu lorsqu puisqu quoiqu presqu quelqu aujourd"),
    elides=True,
    articles=words_of("le la les du des au aux cet cette ces mon ma mes ta tes sa ses notre nos votre vos"),
    determiners=words_of("un leur leurs"),
    after_articles=_VERBS
    | words_of(
        """et ou mais de du des au aux à dans par avec pour sur chez parmi selon que qui dont lorsque comme ce cet cette
        ces il ils elles on"""
    ),
    prepositions=words_of("de à dans par chez dès parmi malgré selon"),
    after_prepositions=_VERBS | words_of("et mais il ils je on été lorsque dont au aux dans sur"),
    # pronouns that look like articles (`il les ont`), and set phrases
    sound_pairs=combined(
        # before a vowel the singular ones are elided (`il l'a`)
        ("le la", [verb for verb in _VERBS if verb[0] not in "aeéêo"]),
        ("les", _VERBS),
        ("le la les", "pour sur par dans avec"),
        ("le", "votre notre leur"),
        ("votre notre", "dans pour sur par avec à de"),
        ("par", "et au"),
        ("de", "dans je"),
        ("le la", "ce"),
        ("vous nous toi", "en"),
        ("ouvrir", "avec"),
        # `bien sûr` without its accent
        ("bien", "sur"),
        ("envoyer", "vers"),
        # a note of music
        ("un", "la"),
        (
            """plutôt voix voter vote votes votent votons votez voté votait votaient votera voteront suis sommes fait faite
            faits faites""",
            "pour",
        ),
        ("le la les du des au aux ces sa ses", "et ou"),
        # `c'est selon`
        ("est était", "selon"),
        ("le", "qui que"),
        ("le la les", "du de"),
        ("le les", "à"),
        ("les", "dont"),
    ),
    sound_triples=combined(
        ("avec", "en", "prime plus outre tête fond bonus vedette annexe arrière point tout"),
        ("avec pour sur dans", "par", "exemple"),
        ("à de avec dans par pour sur en", "au", "moins plus"),
    ),
    openers=words_of(
        """et ou mais donc or ni car que qui dont où si comme quand lorsque puisque parce alors aussi ainsi de du des d
        en à au aux dans par pour avec sur sous sans chez entre a ont est sont était n ne pas le la les l un une se"""
    ),
    abbreviations=words_of(
        """m mm mme mmes mlle dr pr me mgr st ste etc cf ex p pp art chap vol fig n no tél av bd env hab éd ed id ibid
        janv févr avr juil sept oct nov déc apr jc p.ex c.-à-d r.-v j.-c vs max min suiv al"""
    ),
    common=words_of(
        """ai ainsi alors après as assez au-dessus aucun aucune aujourd'hui aussi autour autre autres avait avant avez
        avoir avons beaucoup bien car ce ceci cela celle celles celui cependant ces cet cette ceux chacun chaque chez
        ci comme comment dedans déjà depuis dehors donc dont elle elles encore enfin ensuite entre est était étaient
        été être eu eux fait faire fois il ils ici je jamais jusque là leur leurs lui maintenant mais me même mêmes
        mes mieux moi moins mon ne ni nos notre nous on ont ou où parce parfois parmi pas peu peut peuvent plus
        plusieurs plutôt pour pourquoi presque puis quand quel quelle quelles quelque quelques quels qui quoi rien sa
        sans se sera serait ses si sien soi soit son sont souvent suis sur surtout ta te tel telle tels tes toi ton
        toujours tous tout toute toutes très trop tu va vers voici voilà vos votre vous y"""
    ),
    spaced=":;!?»",
    read_more=phrases_of(
        """lire la suite|lire plus|lire l'article|lire l'article complet|en savoir plus|voir plus|afficher plus
        |afficher la suite|voir la suite|continuer la lecture|poursuivre la lecture|découvrir la suite"""
    ),
    share=phrases_of(
        """partager|partagez|partager sur|tweeter|imprimer|envoyer par e-mail|envoyer par mail|envoyer à un ami|j'aime
        |abonnez-vous|s'abonner|inscrivez-vous à la newsletter|recevoir la newsletter|suivez-nous sur|cliquez ici
        |commenter|commentaires|laisser un commentaire|enregistrer|sauvegarder|copier le lien|écouter l'article
        |publicité"""
    ),
    adverts=phrases_of("publicité"),
    counters=phrases_of("partages|partage|commentaires|vues|j'aime|min de lecture|minutes de lecture"),
    notices=phrases_of(
        """ce site utilise des cookies|ce site utilise les cookies|nous utilisons des cookies
        |en poursuivant votre navigation|nous et nos partenaires|veuillez activer javascript|activez javascript
        |votre navigateur ne prend pas en charge|désactivez votre bloqueur|inscrivez-vous à notre newsletter
        |inscrivez-vous à la newsletter|abonnez-vous à notre newsletter|recevez notre newsletter|recevez la newsletter
        |chargement en cours|réservé aux abonnés|article réservé aux abonnés|temps de lecture :|tout accepter
        |accepter tous les cookies|aller au contenu|haut de page|retour en haut|voir cette publication sur
        |contenu sponsorisé|chargement...|chargement…"""
    ),
    related=phrases_of(
        """lire aussi|à lire aussi|lire également|à lire également|lire notre|voir aussi|sur le même sujet|à voir aussi
        |articles liés|articles similaires|vous aimerez aussi|vous pourriez aussi aimer|pour aller plus loin
        |notre dossier"""
    ),
    rights=phrases_of(
        """tous droits réservés|droits de reproduction|reproduction interdite|reproduction réservée|© copyright
        |copyright ©|(c) copyright"""
    ),
    date_words=phrases_of(
        """date|publié|publié le|publiée le|posté le|mis en ligne le|mis à jour|mis à jour le|mise à jour|modifié le
        |dernière mise à jour"""
    ),
    months=words_of(
        """janvier février mars avril mai juin juillet août septembre octobre novembre décembre janv févr fév avr juil
        sept oct nov déc"""
    ),
    before_clock=phrases_of("à|h"),
    bylines=phrases_of(
        """par |propos recueillis par |texte de |texte :|photo |photo :|photo:|crédit|source :|source:|de notre |légende
        |rédaction|illustration|crédit photo|crédits photo"""
    ),
    before_units=words_of(
        """zéro un une deux trois quatre cinq six sept huit neuf dix onze douze quinze vingt trente quarante cinquante
        soixante cent cents mille million millions milliard milliards demi demie quart quelques plusieurs peu beaucoup
        plus moins autres chaque tous par en à au et ou milliers centaines dizaines douzaines nombre pourcentage"""
    ),
    units=words_of(
        """degrés mètres kilomètres centimètres millimètres miles kilogrammes kilos grammes litres tonnes hectares euros
        dollars"""
    ),
    periods=words_of("secondes minutes heures jours semaines mois ans années"),
    quantities=words_of(
        """âge superficie population longueur hauteur largeur profondeur poids distance total moyenne altitude vitesse
        température valeur prix coût durée diamètre"""
    ),
    lasting=words_of("âge durée"),
    sums=words_of("moyenne total"),
    before_amount="de",
    approximating=words_of("environ presque exactement approximativement"),
    counting=words_of("environ"),
    naming=words_of(
        "intitulé intitulée appelé appelée nommé nommée surnommé surnommée baptisé baptisée rebaptisé rebaptisée"
    ),
    apposed=words_of(
        """commande menu bouton touche option champ attribut élément fonction méthode classe pseudo-classe fichier paquet
        paramètre variable article section chapitre dialogue outil filtre format titre mot terme nom dossier
        répertoire propriété balise étiquette onglet colonne président ministre auteur réalisateur film livre roman
        chanson album journal magazine plateforme norme spécification extension protocole dépôt lettre caractère mode symbole signe"""
    ),
    measuring=words_of("pèse pesait mesure mesurait coûte coûtait"),
    numbered=words_of("figure fig tableau section chapitre équation annexe page paragraphe note volume article numéro"),
    opening_pairs=_OPENING_PAIRS,
    never_pairs=_NEVER_PAIRS,
    year_leads=words_of("en"),
    dated=words_of(
        """né née mort morte décédé décédée hospitalisé hospitalisée fondé fondée créé créée inauguré inaugurée publié
        publiée sorti sortie"""
    ),
    plurals=phrases_of("s|x"),
    never_twice=words_of("de les et un une des du au dans pour par sur est"),
    repeating=words_of("de avec par pour à chez"),
    company="avec",
    after_company=words_of("de à sur en"),
    day_leads=words_of("le"),
    auxiliaries=words_of(
        """est sont était étaient ont avait avaient peut peuvent doit doivent sera seront aura auront serait seraient pourrait
        pourraient devrait devraient"""
    ),
    sayings=words_of(
        """réagi réagit précisé précise conclu conclut indiqué indique assuré assure souligné souligne lancé lance
        martelé rappelé rappelle posté confié confie tweete dit disent écrit écrivent ajouté ajoute expliqué explique
        déclaré déclare répondu répond affirmé affirme raconté raconte commenté tweeté"""
    ),
    answering=words_of("répondu répond"),
    announcing=words_of("suivant suivants suivante suivantes suit"),
    titles=phrases_of("m.|mme|mmes|mlle"),
    embeds=words_of("vidéo vidéos photo photos tweet tweets post audio galerie diaporama infographie podcast"),
    aside_endings=phrases_of("ment|ons|exemple|voir|voire"),
    resuming=phrases_of(
        """en conclusion|deuxièmement|de même|au contraire|mais|cependant|toutefois|néanmoins|pourtant|par conséquent
        |en outre|en revanche"""
    ),
    continued=phrases_of("suite|à suivre|la suite"),
    paywall=phrases_of(
        """continuer la lecture|lire la suite|lire l'article complet|pour lire l'article|lire l'intégralité
        |cliquez ici pour lire|réservé aux abonnés|réservée aux abonnés|abonnez-vous pour|pour continuer à lire
        |déjà abonné|connectez-vous pour lire|de cet article à lire|la suite est réservée"""
    ),
    footers=phrases_of("l'article … est apparu en premier sur"),
    before_code=words_of(
        """commande fichier fonction paquet répertoire méthode dossier paramètre propriété élément tapez
        module modules option options package type variable variables"""
    ),
    after_code=words_of("module option package variable argument macro tag"),
    tongues=words_of(
        """anglais français allemand espagnol portugais polonais russe grec latin arabe chinois japonais
        hébreu turc néerlandais hongrois tchèque breton basque italien ukrainien suédois"""
    ),
    adverbial=words_of("sans contre depuis"),
    placed=words_of("autour hors dehors devant derrière avant après près loin au-delà"),
    correcting=words_of("plutôt"),
    key_names=words_of("presser pressez appuyez touche vitamine"),
    remarks=words_of("phrase phrases"),
    finite=words_of("est sont était étaient fut furent a ont avait avaient sera seront peut doit se ne"),
    number_pairs=combined(
        # not `En on ne sait quelle année`
        ("^En", "|", "il elle ils elles"),
        ("commune ville village bourg cité", "de", "|", "habitants"),
        # not `à heures fixes`
        (
            "ouvre ouvrent ferme ferment commence commencera débute débutera arrive part partira",
            "à",
            "|",
            "heures$",
        ),
        ("vers dès", "|", "heures"),
        ("au", "|", "siècle", "par il elle dans avec"),
    ),
)
