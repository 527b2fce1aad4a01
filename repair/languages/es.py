"""Spanish."""

from __future__ import annotations

from typing import Final

from repair.languages.pairs import SPANISH_PAIRS
from repair.languages.table import Language

__all__ = ["SPANISH"]

# finite verbs: none opens a noun phrase; `son` and `era` are nouns as well
_VERBS: Final = frozenset("es fue fueron ha han había habían está están estaba será serán".split())
# they are pronouns too (`la ha visto`, `los han`, `El es`, where the accent of a capital is left out)
_PRONOUNS: Final = ("el", "la", "los", "las")

SPANISH: Final = Language(
    code="es",
    name="Spanish",
    stranding=frozenset(
        "el la los las un del al de en con por tras desde mi tu su mis tus sus cada cuyo cuya muy tan".split()
    ),
    weak=frozenset(
        """a una unos unas lo para sin sobre entre contra hacia hasta según ante bajo mediante durante nuestro nuestra este esta
        se le les""".split()
    ),
    leaning=frozenset("lo unos para sin entre hacia hasta según mediante durante se".split()),
    tied=frozenset(
        "gracias a|frente a|debido a|junto a|respecto a|pese a|conforme a|casado con|superior a|inferior a|relativo a|perteneciente a|sucede a|sucedió a|derrotó a|venció a|equivale a|corresponde a|llamado a|dedicado a|pertenece a|guerra contra|lucha contra|partido contra|victoria contra|derrota contra|combate contra|batalla contra|final contra|denuncia contra|campaña contra|información sobre|libro sobre|datos sobre|estudio sobre|artículo sobre|debate sobre|documental sobre|ley sobre|informe sobre".split(
            "|"
        )
    ),
    joining=frozenset("y e o u ni pero que porque aunque si".split()),
    coordinating=frozenset("y e o u ni".split()),
    # of names: `d'Artagnan`, `L'Hospitalet`, `O'Higgins`
    elided=frozenset("d l o".split()),
    articles=frozenset("el la los las un del al mi tu su mis tus sus cada".split()),
    determiners=frozenset("una unos unas nuestro nuestra este esta".split()),
    after_articles=_VERBS
    | frozenset(
        """pero y o con por a al del en para desde hasta hacia entre porque aunque este esta según como durante se cuando
        donde si""".split()
    ),
    prepositions=frozenset("de en con por entre desde para sin hasta".split()),
    shared=frozenset(["a"]),
    after_prepositions=_VERBS
    | frozenset("pero y o del también porque aunque ni para con en según durante se desde hacia".split()),
    sound_pairs=frozenset(
        # pronouns that lost their accents: nobody writes `a el` for `al`
        "de con|para con|hasta con|entre se|de en|entre en|hasta en|sobre en|tu se|mi se|por si|cada cuando|de desde|de hacia|de hasta|entre para|a el|de el|hacia mi|para mi|a mi|de mi|en si|de si|por si|a si|porque si|no se|lo se".split(
            "|"
        )
        + [f"{pronoun} {verb}" for pronoun in _PRONOUNS for verb in _VERBS]
        # `los y las`, `el o la`, `un o una`, `la del sombrero`, `el con más años`
        + [f"{word} {link}" for word in (*_PRONOUNS, "un", "del", "al") for link in ("y", "o")]
        + [f"{word} {link}" for word in (*_PRONOUNS, "del", "al") for link in ("del", "con", "a")]
        # `la de Juan`, `los en curso`, `el este`, `la para muchos mejor`
        + [f"{word} {link}" for word in _PRONOUNS for link in ("por", "en")]
        + [f"{word} {link}" for word in _PRONOUNS[1:] for link in ("para", "entre", "desde", "hasta")]
        # `los como tú`, `la como pan`
        + [f"{word} como" for word in ("la", "los", "las", "tu")]
        + [
            f"{word} {link}"
            for word in ("de", "en", "con", "por", "para", "sin", "desde")
            for link in ("y", "o", "del")
        ]
        + "el al|su y|su o|del este|al este|el este|cada un|cada una|del esta|para también|por ni|tu el|las un|abrir con|acerca de|coincidan con".split(
            "|"
        )
    ),
    sound_triples=frozenset(
        [f"{word} en otro" for word in ("su", "un", "una", "el")]
        + [f"{source} a {unit}" for source in ("convertir", "pasar", "cambiar") for unit in ("euros", "dólares", "km")]
        + "a años luz|pesetas a euros|dólares a euros|euros a dólares|millas a km|no tiene habitantes".split("|")
        + [
            f"{amount} por ha"
            for amount in "kg kilos toneladas quintales litros plantas euros habitantes cabezas".split()
        ]
    ),
    accents_left_out=True,
    old_spelling=frozenset("á ó é ú".split()),
    openers=frozenset(
        """y e o u ni pero sino que quien quienes cuyo donde cuando como si porque aunque mientras pues de del en con por
        para sin sobre entre a al desde hasta es son fue era ha han había está no se el la los las un una lo
        también""".split()
    ),
    abbreviations=frozenset(
        """sr sra srta sres dr dra d dña prof lic ing gral cnel art arts cap vol pág págs p pp núm n nº tel teléf etc ej
        fig aprox máx mín av avda c pza ud uds vd vds ee uu s.a s.l a.c d.c p.ej ene feb mar abr may jun jul ago sep sept
        oct nov dic ed eds cf vs al mons sto sta""".split()
    ),
    common=frozenset(
        """ahora ahí al algo alguien algún alguna algunas alguno algunos allá allí ambos antes apenas aquel aquella
        aquello aquí así aún aunque bajo bastante bien cada casi como cómo con conmigo cosa cual cuál cuales cualquier
        cuando cuándo cuanto da debe deben del demás dentro desde después dice donde dónde durante él ella ellas ello
        ellos entonces entre era eran es esa esas ese eso esos esta está están estaba estado estar estas este esto
        estos fue fueron fuera gran ha había habían haber hace hacer hacia han hasta hay he hecho hemos hoy incluso
        jamás junto la las le les lo los luego más me mejor menos mi mí mientras mis mismo misma mucho mucha muchos
        muchas muy nada nadie ni ningún ninguna ninguno no nos nosotros nuestra nuestro nunca o os otra otras otro
        otros para pero poco pocos podía poder porque por pues puede pueden que qué quien quién quizá se sea ser será
        si sí sido siempre sin sino sobre solo sólo son su sus tal también tampoco tan tanto te tengo tener ti tiene
        tienen toda todas todavía todo todos tras tu tú tus un una unas uno unos usted va van vez y ya yo""".split()
    ),
    read_more=(
        "leer más",
        "lee más",
        "leer la nota completa",
        "leer el artículo completo",
        "leer nota completa",
        "leer completo",
        "seguir leyendo",
        "sigue leyendo",
        "continuar leyendo",
        "continúa leyendo",
        "ver más",
        "mostrar más",
        "más información",
        "saber más",
    ),
    share=(
        "compartir",
        "comparte",
        "compartir en",
        "tuitear",
        "imprimir",
        "enviar por correo",
        "enviar por email",
        "me gusta",
        "suscríbete",
        "suscribirse",
        "suscríbase",
        "recibe nuestro boletín",
        "síguenos en",
        "síganos en",
        "haz clic aquí",
        "haga clic aquí",
        "comentar",
        "comentarios",
        "deja un comentario",
        "guardar",
        "copiar enlace",
        "copiar el enlace",
        "escuchar el artículo",
        "publicidad",
    ),
    adverts=("publicidad",),
    counters=(
        "compartidos",
        "comentarios",
        "visitas",
        "me gusta",
        "min de lectura",
        "minutos de lectura",
    ),
    notices=(
        "este sitio utiliza cookies",
        "este sitio web utiliza cookies",
        "este sitio usa cookies",
        "utilizamos cookies",
        "usamos cookies",
        "nosotros y nuestros socios",
        "si continúa navegando",
        "si continúas navegando",
        "activa javascript",
        "habilita javascript",
        "su navegador no soporta",
        "tu navegador no soporta",
        "desactiva tu bloqueador",
        "suscríbete a nuestra newsletter",
        "suscríbete a nuestro boletín",
        "suscríbase a nuestro boletín",
        "recibe nuestro boletín",
        "cargando...",
        "cargando…",
        "volver arriba",
        "aceptar todas las cookies",
        "aceptar cookies",
        "saltar al contenido",
        "ir al contenido",
        "ver esta publicación en",
        "contenido patrocinado",
        "tiempo de lectura:",
        "contenido exclusivo para suscriptores",
        "este contenido es exclusivo para",
    ),
    related=(
        "lea también",
        "lee también",
        "leer también",
        "te puede interesar",
        "le puede interesar",
        "te podría interesar",
        "también te puede interesar",
        "noticias relacionadas",
        "artículos relacionados",
        "ver también",
        "vea también",
        "véase también",
        "más noticias",
        "mira también",
    ),
    rights=(
        "todos los derechos reservados",
        "derechos reservados",
        "prohibida su reproducción",
        "prohibida la reproducción",
        "© copyright",
        "copyright ©",
        "(c) copyright",
    ),
    date_words=(
        "fecha",
        "publicado",
        "publicado el",
        "publicada el",
        "publicado en",
        "actualizado",
        "actualizado el",
        "actualizado a las",
        "última actualización",
        "última modificación",
        "modificado el",
    ),
    months=tuple(
        """enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre
        ene feb mar abr may jun jul ago sep sept oct nov dic""".split()
    ),
    before_clock=("a las", "h"),
    bylines=(
        "por ",
        "texto de ",
        "texto:",
        "foto ",
        "foto:",
        "fotos:",
        "fotografía",
        "fuente ",
        "fuente:",
        "imagen",
        "redacción",
        "crédito",
        "de nuestro ",
        "de nuestra ",
    ),
    before_units=frozenset(
        """cero uno un una dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta
        cuarenta cincuenta sesenta setenta ochenta noventa cien ciento mil millón millones medio media cuarto
        pocos pocas muchos muchas varios varias algunos algunas cuántos cuántas más menos otros otras cada por
        en a y o u al miles centenares decenas docenas cientos número números porcentaje""".split()
    ),
    units=tuple(
        """grados metros kilómetros centímetros milímetros millas kilogramos kilos gramos litros toneladas
        hectáreas euros dólares pesos""".split()
    ),
    periods=tuple("segundos minutos horas días semanas meses años".split()),
    quantities=frozenset(
        """edad superficie población longitud altura anchura profundidad peso distancia total media altitud velocidad temperatura valor precio coste duración diámetro""".split()
    ),
    before_amount="de",
    approximating=frozenset("aproximadamente casi exactamente unos unas".split()),
    counting=frozenset("aproximadamente".split()),
    naming=frozenset("llamado llamada titulado titulada denominado denominada apodado".split()),
    apposed=frozenset(
        """comando orden menú botón tecla opción campo atributo elemento función método clase archivo fichero paquete
        parámetro variable artículo sección capítulo diálogo herramienta filtro formato título palabra término
        nombre carpeta directorio propiedad etiqueta pestaña columna presidente ministro ministra autor director
        dirigente película libro novela canción álbum diario revista portal plataforma estándar especificación
        extensión protocolo repositorio letra carácter modo""".split()
    ),
    measuring=frozenset("pesa pesaba mide medía cuesta costaba".split()),
    numbered=frozenset(
        "figura fig tabla sección capítulo ecuación apéndice anexo página párrafo nota volumen artículo número".split()
    ),
    never_pairs=SPANISH_PAIRS
    | frozenset(
        [
            "en con",
            "con en",
            "en por",
            "con de",
            "con por",
            "por con",
            "sin de",
            "sin en",
            "en sin",
            "por en",
            "según de",
            "mediante de",
            "del su",
            "al su",
            "unos que",
            "de de",
            "del del",
            "en en",
            "con con",
            "por por",
            "para para",
            "desde desde",
            "al al",
            "entre entre",
            "entre y",
            "desde hasta",
            "del al",
        ]
    ),
    year_leads=frozenset(["en"]),
    dated=frozenset(
        "nació murió falleció nacido nacida fundado fundada publicado publicada inaugurado inaugurada".split()
    ),
    plurals=("s",),
    never_twice=frozenset("de el los en y un una del al por con para".split()),
    repeating=frozenset("de con por para a".split()),
    company="con",
    after_company=frozenset("de a en sobre".split()),
    day_leads=frozenset(["el"]),
    before_month="de",
    sayings=frozenset(
        """reaccionó concluyó indicó aseguró precisó sostuvo subrayó destacó publicó manifestó expresó recordó informó advirtió preguntó dijo dice dicen dicho escribió escribe añadió añade agregó explicó explica declaró declara respondió
        responde afirmó afirma contó comentó señaló tuiteó""".split()
    ),
    announcing=frozenset("siguiente siguientes continuación estos estas".split()),
    titles=("sr.", "sra.", "dña."),
    embeds=frozenset(
        """video vídeo videos vídeos foto fotos tuit tweet post audio galería infografía podcast tráiler""".split()
    ),
    aside_endings=("mente", "amos", "ejemplo"),
    resuming=(
        "en conclusión",
        "en segundo lugar",
        "del mismo modo",
        "por el contrario",
        "pero",
        "sin embargo",
        "no obstante",
        "además",
        "por lo tanto",
        "por otra parte",
        "por otro lado",
    ),
    continued=(
        "continúa",
        "sigue",
        "continuará",
    ),
    paywall=(
        "seguir leyendo",
        "continuar leyendo",
        "leer más en",
        "leer el artículo completo",
        "lea el artículo completo",
        "lee el artículo completo",
        "haga clic aquí para leer",
        "haz clic aquí para leer",
        "sigue leyendo en",
        "solo para suscriptores",
        "sólo para suscriptores",
        "exclusivo para suscriptores",
        "suscríbete para",
        "ya eres suscriptor",
        "inicia sesión para leer",
    ),
    footers=(
        "la entrada … se publicó primero en",
        "la entrada … apareció primero en",
        "la entrada … aparece primero en",
    ),
)
