"""Words of what pages say of themselves, by how much each tells: of their players, forms, posts, shops and machines.

A sentence about such things has some of them among words of other kinds; a label, a notice or an error of the page has hardly
any other word.
"""

from __future__ import annotations

from typing import Final

from repair.detect.suspects.prefilter import capitals
from repair.languages.table import words_of

__all__ = ["ADDRESSING", "NETWORKS", "PAGE_TALK", "PLAIN", "SIGNS_OF_PAGES", "TELLING", "UNTELLING"]

TELLING: Final = words_of(
    """click clicks clicked tap captcha trending hashtag hashtags subtitles livestream webcam scroll
    sottotitoli browser cookie cookies javascript embed embeds embedded newsletter newsletters login tweet tweets
    retweet clipboard autoplay mute unmute fullscreen player widget slideshow thumbnail permalink basket cart wishlist checkout
    expand collapse toggle loading loaded reload consent adblock adblocker opt-out inline settings posted upload uploaded
    download downloads plugin module render rendering preview pop-up popup sponsored screenshot automatically automatic
    unsubscribe subscribe subscribers logged username password permission views repost playback livestream
    clic clicca cliccare cliccate toccare carrello caricamento caricare caricato incorpora incorporato consenso tracciamento immettere inserisci inserire
    iscriviti disiscriviti abbonati espandi comprimi riproduttore lettore diretta anteprima automaticamente automatica appunti
    visualizzazioni condivisioni schermata impostazioni accedi registrati moderatore moderatori
    cliquez cliquer panier chargement charger intégré intégrée consentement téléverser télécharger abonnez abonnés lecteur
    aperçu automatiquement automatique presse-papiers paramètres vues partages modérateur navigateur
    klicken klick warenkorb laden lädt eingebettet einwilligung zustimmung herunterladen abonnieren vorschau automatisch
    zwischenablage einstellungen aufrufe moderator abspielen nachladen
    clic cesta carrito cargando cargar incrustado consentimiento descargar suscríbete reproductor automáticamente automática
    portapapeles ajustes visitas moderador navegador pulse
    clique carrinho carregando carregar incorporado consentimento baixar inscreva-se reprodutor automaticamente visualizações
    moderador winkelwagen toestemming laden downloaden automatisch"""
)
"""Words that hardly any sentence has that is not about a page or a program."""

NETWORKS: Final = words_of(
    """instagram facebook twitter youtube tiktok whatsapp telegram linkedin pinterest reddit threads spotify soundcloud vimeo
    google amazon ebay paypal disqus patreon substack flickr tumblr snapchat bluesky mastodon outbrain taboola chatgpt deepl"""
)
"""Names of networks, shops and machines that pages link to."""

UNTELLING: Final = words_of(
    """view see show hide read share shared comment comments like likes vote votes voting count rate rated rating ratings post posts page
    article articles story content contents text image images photo photos video videos audio gallery caption captions translate translated
    translation original originally edit edited modified updated update deleted removed hidden message messages member user author error
    errors processing math expression data displayed display failed unable available unavailable free remaining remains left price prices
    offer offers deal buy order add check save print send open close next previous more less link links tab window button menu search account
    profile accept allow enable enter watch listen play pause volume duration remove reply report code copy copied support supports
    average star stars zoom enlarge full screen size swipe slide transcript replay queue live feed follow following related recommended popular
    latest exclusive premium trial membership sign create submit form field fields required invalid contact verify region country language
    choose select filter sort results found items shipping delivery stock quantity coupon discount sale review reviews helpful customer
    customers seller shop store app email phone address answer answers question questions topic topics category categories tag tags feedback
    server request response connection network temporarily something went wrong occurred problem broken expired blocked restricted private
    public version powered provided generated written machine published reading credit caption getty file files
    media element current advertisement advertising ad ads marketing third-party external live auto refresh visited visits followers times editor subtitles
    mostra nascondi leggi letto condividi commento commenti voto voti vota media valutazione pubblica pubblicato pagina articolo articoli
    contenuto contenuti testo immagine immagini foto galleria didascalia tradotto tradotta traduzione originale modificato modificata
    aggiornato aggiornata aggiornamento eliminato rimosso nascosto messaggio utente autore errore elaborazione espressione dati disponibile
    visualizzare visualizza gratuiti gratis rimanenti prezzo prezzi offerta offerte acquista ordina aggiungi vedi controlla salva stampa
    invia apri chiudi successivo precedente altro scheda finestra pulsante cerca account profilo accetta accettare consenti attiva attivo
    medio stelle stella ingrandisci schermo intero dimensioni scorri diapositiva trascrizione segui correlati consigliati popolari ultimi
    esclusivo premium prova iscrizione crea modulo campo campi obbligatorio obbligatori contatto verifica paese lingua scegli seleziona filtra
    risultati trovati prodotti spedizione consegna magazzino quantità sconto saldi recensione recensioni utile cliente clienti negozio
    email telefono indirizzo risposta risposte domanda domande argomento categoria categorie etichette server richiesta connessione rete
    temporaneamente verificato problema scaduto bloccato privato pubblico versione fornito generato scritto macchina pubblicata lettura
    galleria file verificato impossibile
    guarda ascolta riproduci pausa durata rimuovi rispondi segnala codice copia copiato supporta elemento pubblicità allargare
    voir afficher masquer lire partager commentaire commentaires note vote votes article articles contenu texte image images traduit traduite
    traduction original modifié mis jour supprimé message utilisateur auteur erreur données disponible indisponible gratuits prix offre
    acheter commander ajouter vérifier enregistrer imprimer envoyer ouvrir fermer suivant précédent lien onglet fenêtre bouton compte
    accepter autoriser activer écouter durée signaler code copier publicité élément
    ansehen anzeigen ausblenden lesen teilen kommentar kommentare bewertung bewertungen artikel inhalt inhalte text bild bilder video
    übersetzt übersetzung bearbeitet aktualisiert gelöscht entfernt nachricht benutzer autor fehler daten verfügbar kostenlos preis preise
    angebot kaufen bestellen hinzufügen prüfen speichern drucken senden öffnen schließen weiter zurück link fenster konto akzeptieren erlauben
    aktivieren hören dauer melden code kopieren kopiert werbung element
    ver mostrar ocultar leer compartir comentario comentarios voto votos valoración artículo artículos contenido texto imagen imágenes
    traducido traducción original editado modificado actualizado eliminado mensaje usuario autor error datos disponible gratuitos precio
    oferta comprar pedir añadir comprobar guardar imprimir enviar abrir cerrar siguiente anterior enlace pestaña ventana botón cuenta aceptar
    permitir activar escuchar duración denunciar código copiar copiado publicidad elemento
    partilhar compartilhar comentário comentários avaliação artigo artigos conteúdo imagem imagens traduzido traduzida tradução editado
    atualizado removido apagado mensagem utilizador usuário erro dados disponível indisponível gratuitos preço comprar encomendar adicionar
    verificar salvar fechar seguinte janela botão conta aceitar ouvir duração denunciar publicidade"""
)
"""Other words of pages, which many sentences have."""

ADDRESSING: Final = words_of(
    "you your yours hai tuo tua tuoi devi puoi vostro vous votre vos sie ihr ihre ihren du dein deine tu tus su você seu sua je uw"
)
"""Words by which a page speaks to its reader."""

PLAIN: Final = words_of(
    """is are was were be been has have had can could cannot not no need needs requires require required please sorry now again later try
    goes go yet still today month week day days hour ago this that these those here there or and to of in on at by for from with as
    the a an it we our i its all any some up down keys arrow use increase decrease via first last new every one two out
    è sono stato stata stati essere ha hanno può richiede necessario riprova più tardi ora oggi mese giorno giorni ore fa questo questa
    questi quest qui qua per di da in con su del della dei dell dall nel il la lo i gli le un una e o al alla terze parti si non ne
    est sont été être a ont peut nécessite réessayez plus tard ce cette cet ici pour de du des la le les un une et ou au aux sur dans
    ist sind wurde werden kann hat haben bitte erneut später dieser diese dieses diesen hier zum zur um zu der die das den ein eine und oder
    von mit auf im in nicht es wir unsere alle
    es son ha sido ser está puede requiere inténtelo más tarde este esta aquí para de del la el los las un una y o al en por no se
    é são foi ser está pode requer tente mais tarde este esta aqui para de do da o a os as um uma e ou ao em por não se wordt is deze dit
    hier voor van de het een en of niet"""
)
"""Small words between them."""

_OF_POSTS: Final = words_of(
    """Originally Originariamente Ursprünglich Zitat Envoyé Originalmente Oorspronkelijk Quote Citazione YYYY AAAA JJJJ yyyy aaaa jjjj
    import bq h1 h2 h3 h4 h5 h6 edited Edited modified Modified updated Updated modifica Modifica modificato Modificato Aggiornato bearbeitet Bearbeitet modifié Modifié
    modification Modification editado Editado edição Edição edición Edición modificación Modificación bewerkt Bewerkt
    Commented Comment Commento Commentato Kommentiert Kommentar Commenté Commentaire Comentado Comentario Comentário Opmerking
    Formatted Formattato Formatiert Mis Con Formatado Opgemaakt deleted removed hidden eliminato eliminata rimosso rimossa cancellato
    cancellata nascosto nascosta gelöscht entfernt ausgeblendet supprimé masqué borrado eliminado apagado apagada removido removida
    excluído excluída verwijderd"""
)
"""Words of what forums and reviewers say of a post or a text: each of their notes has one."""

PAGE_TALK: Final = "page talk"
"""The sign of a word of what pages say of themselves."""
SIGNS_OF_PAGES: Final[dict[str, frozenset[str]]] = {
    PAGE_TALK: frozenset(capitals(TELLING | NETWORKS)).union(
        _OF_POSTS, (word.capitalize() for word in UNTELLING | ADDRESSING if len(word) > 2)
    )
}
"""The words at which rules for what a page says begin; those that many sentences have count only where they may begin one."""
