"""Spanish."""

from __future__ import annotations

from typing import Final

from repair.languages.table import Language, Tenses, combined, phrases_of, words_of

__all__ = ["SPANISH"]

# finite verbs: none opens a noun phrase; `son` and `era` are nouns as well
_VERBS: Final = words_of("es fue fueron ha han había habían está están estaba será serán")

_REPORTED: Final = "dijo anunció señaló afirmó aseguró nació murió"
_NEVER_PAIRS: Final = combined(
    # not `al son de la música`, `un cambio de era`, `toneladas por ha`, `hasta puede ser`, `quien entre será`
    (
        "del al con para sin desde hacia",
        f"ha han fue fueron es era eran está están será había tiene puede {_REPORTED}",
    ),
    ("en por", f"han fue fueron es eran está están será había tiene puede {_REPORTED}"),
    ("de a", f"han fueron eran está había fue tiene puede {_REPORTED}"),
    ("el un su sus", f"ha han fue fueron es tiene puede está {_REPORTED}"),
    ("el un", "era"),
    ("a", "euros km años dólares"),
    ("asciende", "euros"),
    ("tiene", "habitantes"),
    ("cuenta", "habitantes empleados socios miembros trabajadores"),
    ("del al", "y como"),
    (
        "de en por con sin desde para hacia",
        """puede pueden permite permiten ofrece ofrecen requiere requieren incluye incluyen posee poseen constituye exige exigen
        contiene contienen suele suelen representa representan tienen""",
    ),
    # verbs that have no object which could stand before them as a pronoun
    (
        "el la las los un una del al su sus",
        """existe existen ocurre ocurren sucede suceden consiste consisten funciona funcionan surge surgen aparece aparecen
        pertenece pertenecen depende dependen nace nacen muere mueren crece crecen actúa actúan""",
    ),
    (
        "el un del al",
        """sería serían podría podrían debería deberían tendría tendrían habría estaría estarían suele suelen permite permiten
        incluye incluyen parece parecen ofrece ofrecen requiere necesita supone genera contiene representa constituye""",
    ),
    ("la las los", "es son será serán sería serían"),
    ("en", "con por sin"),
    ("con", "en de por"),
    ("por", "con en"),
    ("sin", "de en"),
    ("según mediante", "de"),
    ("del al", "su"),
    ("unos", "que"),
    ("entre", "y"),
    ("desde", "hasta"),
    ("del", "al"),
    *((word, word) for word in "de del en con por para desde al entre".split()),
)

SPANISH: Final = Language(
    code="es",
    name="Spanish",
    stranding=words_of("el la los las un del al de en con por tras desde mi tu su mis tus sus cada cuyo cuya muy tan"),
    weak=words_of(
        """a una unos unas lo para sin sobre entre contra hacia hasta según ante bajo mediante durante nuestro nuestra
        este esta se le les"""
    ),
    leaning=words_of("lo unos para sin entre hacia hasta según mediante durante se"),
    tied=combined(
        (
            "gracias frente debido junto respecto pese conforme superior inferior relativo perteneciente sucede sucedió derrotó venció equivale corresponde llamado dedicado pertenece",
            "a",
        ),
        ("casado", "con"),
        ("guerra lucha partido victoria derrota combate batalla final denuncia campaña", "contra"),
        ("información libro datos estudio artículo debate documental ley informe", "sobre"),
    ),
    joining=words_of("y e o u ni pero que porque aunque si"),
    coordinating=words_of("y e o u ni"),
    # of names: `d'Artagnan`, `L'Hospitalet`, `O'Higgins`
    elided=words_of("d l o"),
    articles=words_of("el la los las un del al mi tu su mis tus sus cada"),
    determiners=words_of("una unos unas nuestro nuestra este esta"),
    after_articles=_VERBS
    | words_of(
        """pero y o con por a al del en para desde hasta hacia entre porque aunque este esta según como durante se cuando
        donde si"""
    ),
    prepositions=words_of("de en con por entre desde para sin hasta"),
    shared=words_of("a"),
    after_prepositions=_VERBS
    | words_of("pero y o del también porque aunque ni para con en según durante se desde hacia"),
    sound_pairs=combined(
        # pronouns that lost their accents: nobody writes `a el` for `al`
        ("a de tu", "el"),
        ("hacia para a de", "mi"),
        ("en de por a porque", "si"),
        ("no lo entre tu mi", "se"),
        ("de entre hasta sobre", "en"),
        ("de para hasta abrir coincidan", "con"),
        ("de", "desde hacia hasta"),
        ("entre", "para"),
        ("cada", "cuando un una"),
        ("el la los las", _VERBS),
        # `los y las`, `el o la`, `un o una`, `la del sombrero`, `el con más años`
        ("el la los las un del al", "y o"),
        ("el la los las del al", "del con a"),
        # `la de Juan`, `los en curso`, `el este`, `la para muchos mejor`
        ("el la los las", "por en"),
        ("la los las", "para entre desde hasta"),
        # `los como tú`, `la como pan`
        ("la los las tu", "como"),
        ("de en con por para sin desde", "y o del"),
        ("el", "al"),
        ("su", "y o"),
        ("del al el", "este"),
        ("del", "esta"),
        ("para", "también"),
        ("por", "ni"),
        ("las", "un"),
        ("acerca", "de"),
        # notes of music
        ("un", "mi la"),
    ),
    sound_triples=combined(
        ("su un una el", "en", "otro"),
        # `mí` without its accent
        ("hacia para a de por", "mi", "y o"),
        ("con en de para", "por", "ejemplo"),
        ("convertir pasar cambiar", "a", "euros dólares km"),
        ("pesetas dólares", "a", "euros"),
        ("euros", "a", "dólares"),
        ("millas", "a", "km"),
        ("a", "años", "luz"),
        ("no", "tiene", "habitantes"),
        # `el para qué de la vida`
        ("el del un al de", "para", "qué quién quiénes cuándo dónde cuál"),
        ("kg kilos toneladas quintales litros plantas euros habitantes cabezas", "por", "ha"),
    ),
    accents_left_out=True,
    old_spelling=words_of("á ó é ú"),
    openers=words_of(
        """y e o u ni pero sino que quien quienes cuyo donde cuando como si porque aunque mientras pues de del en con por
        para sin sobre entre a al desde hasta es son fue era ha han había está no se el la los las un una lo también"""
    ),
    abbreviations=words_of(
        """sr sra srta sres dr dra d dña prof lic ing gral cnel art arts cap vol pág págs p pp núm n nº tel teléf etc ej
        fig aprox máx mín av avda c pza ud uds vd vds ee uu s.a s.l a.c d.c p.ej ene feb mar abr may jun jul ago sep
        sept oct nov dic ed eds cf vs al mons sto sta"""
    ),
    common=words_of(
        """ahora ahí al algo alguien algún alguna algunas alguno algunos allá allí ambos antes apenas aquel aquella
        aquello aquí así aún aunque bajo bastante bien cada casi como cómo con conmigo cosa cual cuál cuales cualquier
        cuando cuándo cuanto da debe deben del demás dentro desde después dice donde dónde durante él ella ellas ello
        ellos entonces entre era eran es esa esas ese eso esos esta está están estaba estado estar estas este esto
        estos fue fueron fuera gran ha había habían haber hace hacer hacia han hasta hay he hecho hemos hoy incluso
        jamás junto la las le les lo los luego más me mejor menos mi mí mientras mis mismo misma mucho mucha muchos
        muchas muy nada nadie ni ningún ninguna ninguno no nos nosotros nuestra nuestro nunca o os otra otras otro
        otros para pero poco pocos podía poder porque por pues puede pueden que qué quien quién quizá se sea ser será
        si sí sido siempre sin sino sobre solo sólo son su sus tal también tampoco tan tanto te tengo tener ti tiene
        tienen toda todas todavía todo todos tras tu tú tus un una unas uno unos usted va van vez y ya yo"""
    ),
    read_more=phrases_of(
        """leer más|lee más|leer la nota completa|leer el artículo completo|leer nota completa|leer completo
        |seguir leyendo|sigue leyendo|continuar leyendo|continúa leyendo|ver más|mostrar más|más información|saber más"""
    ),
    share=phrases_of(
        """compartir|comparte|compartir en|tuitear|imprimir|enviar por correo|enviar por email|me gusta|suscríbete
        |suscribirse|suscríbase|recibe nuestro boletín|síguenos en|síganos en|haz clic aquí|haga clic aquí|comentar
        |comentarios|deja un comentario|guardar|copiar enlace|copiar el enlace|escuchar el artículo|publicidad"""
    ),
    adverts=phrases_of("publicidad"),
    counters=phrases_of("compartidos|comentarios|visitas|me gusta|min de lectura|minutos de lectura"),
    notices=phrases_of(
        """este sitio utiliza cookies|este sitio web utiliza cookies|este sitio usa cookies|utilizamos cookies
        |usamos cookies|nosotros y nuestros socios|si continúa navegando|si continúas navegando|activa javascript
        |habilita javascript|su navegador no soporta|tu navegador no soporta|desactiva tu bloqueador
        |suscríbete a nuestra newsletter|suscríbete a nuestro boletín|suscríbase a nuestro boletín
        |recibe nuestro boletín|cargando...|cargando…|volver arriba|aceptar todas las cookies|aceptar cookies
        |saltar al contenido|ir al contenido|ver esta publicación en|contenido patrocinado|tiempo de lectura:
        |contenido exclusivo para suscriptores|este contenido es exclusivo para"""
    ),
    related=phrases_of(
        """lea también|lee también|leer también|te puede interesar|le puede interesar|te podría interesar
        |también te puede interesar|noticias relacionadas|artículos relacionados|ver también|vea también|véase también
        |más noticias|mira también"""
    ),
    rights=phrases_of(
        """todos los derechos reservados|derechos reservados|prohibida su reproducción|prohibida la reproducción
        |© copyright|copyright ©|(c) copyright"""
    ),
    date_words=phrases_of(
        """fecha|publicado|publicado el|publicada el|publicado en|actualizado|actualizado el|actualizado a las
        |última actualización|última modificación|modificado el"""
    ),
    months=words_of(
        """enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre ene feb mar
        abr may jun jul ago sep sept oct nov dic"""
    ),
    before_clock=phrases_of("a las|h"),
    bylines=phrases_of(
        "por |texto de |texto:|foto |foto:|fotos:|fotografía|fuente |fuente:|imagen|redacción|crédito|de nuestro |de nuestra "
    ),
    before_units=words_of(
        """cero uno un una dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta cuarenta
        cincuenta sesenta setenta ochenta noventa cien ciento mil millón millones medio media cuarto pocos pocas
        muchos muchas varios varias algunos algunas cuántos cuántas más menos otros otras cada por en a y o u al miles
        centenares decenas docenas cientos número números porcentaje"""
    ),
    units=words_of(
        """grados metros kilómetros centímetros milímetros millas kilogramos kilos gramos litros toneladas hectáreas
        euros dólares pesos"""
    ),
    periods=words_of("segundos minutos horas días semanas meses años"),
    quantities=words_of(
        """edad superficie población longitud altura anchura profundidad peso distancia total media altitud velocidad
        temperatura valor precio coste duración diámetro"""
    ),
    lasting=words_of("edad duración"),
    sums=words_of("media total"),
    before_amount="de",
    approximating=words_of("aproximadamente casi exactamente unos unas"),
    counting=words_of("aproximadamente"),
    naming=words_of("llamado llamada titulado titulada denominado denominada apodado apodada bautizado bautizada"),
    apposed=words_of(
        """comando orden menú botón tecla opción campo atributo elemento función método clase archivo fichero paquete
        parámetro variable artículo sección capítulo diálogo herramienta filtro formato título palabra término nombre
        carpeta directorio propiedad etiqueta pestaña columna presidente ministro ministra autor director dirigente
        película libro novela canción álbum diario revista portal plataforma estándar especificación extensión
        protocolo repositorio letra carácter modo símbolo signo"""
    ),
    measuring=words_of("pesa pesaba mide medía cuesta costaba"),
    numbered=words_of(
        "figura fig tabla sección capítulo ecuación apéndice anexo página párrafo nota volumen artículo número"
    ),
    never_pairs=_NEVER_PAIRS,
    year_leads=words_of("en"),
    dated=words_of("nació murió falleció nacido nacida fundado fundada publicado publicada inaugurado inaugurada"),
    plurals=phrases_of("s"),
    never_twice=words_of("de el los en y un una del al por con para"),
    repeating=words_of("de con por para a"),
    company="con",
    after_company=words_of("de a en sobre"),
    day_leads=words_of("el"),
    before_month="de",
    auxiliaries=words_of(
        """es son era eran fue fueron está están han había habían puede pueden debe deben será serán sería serían podría
        podrían debería deberían"""
    ),
    sayings=words_of(
        """reaccionó concluyó indicó aseguró precisó sostuvo subrayó destacó publicó manifestó expresó recordó informó
        advirtió preguntó dijo dice dicen dicho escribió escribe añadió añade agregó explicó explica declaró declara
        respondió responde afirmó afirma contó comentó señaló tuiteó"""
    ),
    answering=words_of("respondió responde preguntó"),
    announcing=words_of("siguiente siguientes continuación estos estas"),
    titles=phrases_of("sr.|sra.|dña."),
    embeds=words_of("video vídeo videos vídeos foto fotos tuit tweet post audio galería infografía podcast tráiler"),
    aside_endings=phrases_of("mente|amos|ejemplo"),
    resuming=phrases_of(
        """en conclusión|en segundo lugar|del mismo modo|por el contrario|pero|sin embargo|no obstante|además
        |por lo tanto|por otra parte|por otro lado"""
    ),
    continued=phrases_of("continúa|sigue|continuará"),
    paywall=phrases_of(
        """seguir leyendo|continuar leyendo|leer más en|leer el artículo completo|lea el artículo completo
        |lee el artículo completo|haga clic aquí para leer|haz clic aquí para leer|sigue leyendo en
        |solo para suscriptores|sólo para suscriptores|exclusivo para suscriptores|suscríbete para|ya eres suscriptor
        |inicia sesión para leer"""
    ),
    footers=phrases_of(
        "la entrada … se publicó primero en|la entrada … apareció primero en|la entrada … aparece primero en"
    ),
    before_code=words_of(
        """archivo orden función paquete directorio clase método atributo carpeta propiedad elemento teclee
        escriba"""
    ),
    after_code=words_of("macro"),
    tongues=words_of(
        """inglés francés alemán español portugués polaco ruso griego latín árabe chino japonés hebreo turco
        neerlandés húngaro checo italiano"""
    ),
    adverbial=words_of("sin contra"),
    placed=words_of("fuera alrededor dentro cerca lejos delante detrás después antes"),
    correcting=words_of("mejor"),
    key_names=words_of("pulse pulsa pulsar tecla teclas vitamina vitaminas"),
    remarks=words_of("frase frases"),
    finite=words_of("es son era eran fue fueron ha han había está están estaba tiene puede será"),
    number_pairs=combined(
        ("nació murió falleció nacido nacida", "el", "|", "en"),
        # not `un bebé de meses`, `tiene unos empleados amables`, `salió con unos vecinos`, `el siglo por venir`
        ("municipio pueblo localidad villa ciudad aldea", "de", "|", "habitantes$"),
        (
            "hombre mujer joven niño niña anciano anciana chico chica adolescente hijo hija bebé varón",
            "de",
            "|",
            "años$",
        ),
        ("tiene tenía", "unos", "|", "habitantes$"),
        ("edad", "de", "|", "años se y"),
        ("cerca alrededor más", "de", "|", "metros kilómetros hectáreas"),
        # not `depende más de personas que de leyes`
        ("^Cerca ^Alrededor ^Más", "de", "|", "habitantes personas alumnos miembros visitantes"),
    ),
    tenses=Tenses(
        prepositions=words_of("de del al con en por para desde hacia entre"),
        endings=phrases_of("ó|aron|ieron|jeron"),
        forms=words_of("dijo hizo puso tuvo quiso pudo supo estuvo trajo"),
        others=words_of("dominó paletó bongó capó rondó landó buró plató rococó caló gigoló yoyó politburó"),
    ),
)
