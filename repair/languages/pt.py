"""Portuguese."""

from __future__ import annotations

from typing import Final

from repair.languages.pairs import PORTUGUESE_OPENING_PAIRS, PORTUGUESE_PAIRS
from repair.languages.table import Language

__all__ = ["PORTUGUESE"]

# prepositions grown together with an article; `nos` is a pronoun too
_ARTICULATED: Final = frozenset("do da dos das no na nas ao aos pelo pela pelos pelas num numa dum duma à às".split())
# finite verbs: none opens a noun phrase; `era` is a noun as well
_VERBS: Final = frozenset("é são foi foram eram está estão estava tem têm tinha será serão".split())

PORTUGUESE: Final = Language(
    code="pt",
    name="Portuguese",
    # left out, since they also stand for a noun: um, uma, seu, sua, meu, minha; and `para`, a verb too
    stranding=_ARTICULATED | frozenset("os as nos de em com por desde cada cujo cuja".split()),
    weak=frozenset(
        """o a um uma uns umas para sem sobre entre até contra sob ante após perante mediante durante seu sua meu minha nosso nossa este
        esta esse essa se lhe muito""".split()
    ),
    leaning=frozenset("o entre até sob após mediante durante".split()),
    opening=frozenset(["segundo"]),
    tied=frozenset(
        "graças a|devido a|frente a|junto a|quanto a|face a|casado com|superior a|inferior a|relativo a|pertencente a|sucede a|sucedeu a|equivale a|corresponde a|dedicado a|pertence a|acordo com|guerra contra|luta contra|jogo contra|vitória contra|derrota contra|combate contra|batalha contra|final contra|denúncia contra|campanha contra|partida contra|informações sobre|livro sobre|dados sobre|estudo sobre|artigo sobre|debate sobre|documentário sobre|lei sobre|relatório sobre|caminho para|eleito para|transferido para|transferida para|traduzido para|traduzida para".split(
            "|"
        )
    ),
    joining=frozenset("e ou mas nem que porque se conforme".split()),
    coordinating=frozenset("e ou nem".split()),
    # `d'água`, and names
    elided=frozenset("d l o n".split()),
    articles=_ARTICULATED | frozenset("cada os".split()),
    determiners=frozenset("o a um uma seu sua minha nosso nossa esta essa".split()),
    after_articles=_VERBS
    | frozenset(
        "mas com e ou para por pelo pela em no na nos até sobre entre desde porque embora durante como se lhe também".split()
    ),
    prepositions=frozenset("de em com por entre desde para sobre".split()),
    after_prepositions=_VERBS
    | frozenset("mas e ou da do dos das pelo pela porque pois para com em desde até durante".split()),
    # `no e do`, `da ou das`, `ao com mais votos`
    sound_pairs=frozenset(
        [f"os {verb}" for verb in _VERBS]
        + [
            f"{word} {link}"
            for word in (*_ARTICULATED, "os", "de", "com", "por", "para", "sobre")
            for link in ("e", "ou")
        ]
        + [f"{one} {other}" for one in ("para", "por", "entre", "até") for other in ("da", "do", "das", "dos")]
        + [
            "de nem",
            "para até",
            "de até",
            "com até",
            "em até",
            "cada um",
            "cada uma",
            "por no",
            "com pelo",
            "dos em",
            "abrir com",
            "ao se",
            "entre em",
            "entre com",
            "entre para",
            "para com",
            "de desde",
        ]
        + ["do com", "da com", "dos com", "das com", "ao com", "aos com", "à com", "às com", "de são", "em são"]
    ),
    sound_triples=frozenset(
        "de nem sempre|de nem todos|de nem todas|por nem sempre|a anos luz|dólares a euros|reais a euros|converter a euros|passar a euros|não tem habitantes".split(
            "|"
        )
    ),
    accents_left_out=True,
    old_spelling=frozenset(
        "elle ella elles ellas aquelle aquella aquelles aquellas hontem mãi muitissimo prohibido commigo".split()
    ),
    openers=frozenset(
        """e ou mas nem que quem cujo onde quando como se porque embora enquanto pois de do da dos das em no na com por
        para sem sobre entre a ao até é são foi era tem está não o os as um uma também""".split()
    ),
    abbreviations=frozenset(
        """sr sra srta dr dra d prof profa eng arq gen cel cap art arts vol pág págs p pp núm n nº tel etc ex fig aprox
        máx mín av r pça cia ltda s.a a.c d.c p.ex jan fev mar abr mai jun jul ago set out nov dez ed eds cf vs al exmo
        exma sto sta""".split()
    ),
    common=frozenset(
        """agora ainda além algo alguém algum alguma algumas alguns ali ambos antes ao apenas aquela aquele aqui aquilo
        as assim até bem cada quase coisa com como contudo da daí dar de dela dele deles demais dentro depois desde
        dessa desse desta deste deve devem disse disso disto do dos e é ela elas ele eles em embora enquanto então
        entre era eram essa essas esse esses esta está estão estava estar este estes eu fazer feito foi foram fora há
        haver havia hoje isso isto já jamais lá lhe lhes logo mais mal mas me meio melhor menos mesma mesmo meu minha
        muita muitas muito muitos na nada não nas nem nenhum nenhuma ninguém no nos nós nossa nosso num numa nunca o
        onde ora os ou outra outras outro outros para pela pelo perto pode podem poder pois por porém porque porquê
        pouca pouco poucos qual quais qualquer quando quanto que quê quem se seja sem sempre sendo ser será seu seus
        si sido sim só sob sobre sua suas tal talvez também tanta tanto tão te tem têm tenho ter teve tinha toda todas
        todavia todo todos tu tua tudo um uma umas uns vai vão vez você vocês""".split()
    ),
    read_more=(
        "leia mais",
        "ler mais",
        "leia a íntegra",
        "leia o artigo completo",
        "ler artigo completo",
        "leia a matéria completa",
        "continue lendo",
        "continuar lendo",
        "continuar a ler",
        "continue a ler",
        "ver mais",
        "veja mais",
        "mostrar mais",
        "saiba mais",
        "saber mais",
    ),
    share=(
        "compartilhar",
        "compartilhe",
        "partilhar",
        "partilhe",
        "tuitar",
        "imprimir",
        "enviar por e-mail",
        "enviar por email",
        "gosto",
        "curtir",
        "assine",
        "assine nossa newsletter",
        "subscreva",
        "inscreva-se",
        "receba nossa newsletter",
        "siga-nos",
        "clique aqui",
        "comentar",
        "comentários",
        "deixe um comentário",
        "salvar",
        "guardar",
        "copiar link",
        "ouvir artigo",
        "publicidade",
    ),
    adverts=("publicidade",),
    counters=(
        "compartilhamentos",
        "partilhas",
        "comentários",
        "visualizações",
        "curtidas",
        "min de leitura",
        "minutos de leitura",
    ),
    notices=(
        "este site utiliza cookies",
        "este site usa cookies",
        "utilizamos cookies",
        "usamos cookies",
        "nós e os nossos parceiros",
        "nós e nossos parceiros",
        "ao continuar navegando",
        "ao continuar a navegar",
        "ative o javascript",
        "habilite o javascript",
        "seu navegador não suporta",
        "o seu navegador não suporta",
        "desative o bloqueador",
        "assine nossa newsletter",
        "subscreva a nossa newsletter",
        "inscreva-se na nossa newsletter",
        "receba nossa newsletter",
        "carregando...",
        "carregando…",
        "a carregar...",
        "voltar ao topo",
        "aceitar todos os cookies",
        "aceitar cookies",
        "ir para o conteúdo",
        "pular para o conteúdo",
        "saltar para o conteúdo",
        "ver esta publicação no",
        "ver essa foto no instagram",
        "conteúdo patrocinado",
        "tempo de leitura:",
        "conteúdo exclusivo para assinantes",
    ),
    related=(
        "leia também",
        "ler também",
        "leia ainda",
        "veja também",
        "ver também",
        "notícias relacionadas",
        "artigos relacionados",
        "matérias relacionadas",
        "você pode gostar",
        "também lhe pode interessar",
        "pode interessar-lhe",
        "mais notícias",
    ),
    rights=(
        "todos os direitos reservados",
        "direitos reservados",
        "reprodução proibida",
        "proibida a reprodução",
        "© copyright",
        "copyright ©",
        "(c) copyright",
    ),
    date_words=(
        "data",
        "publicado",
        "publicado em",
        "publicada em",
        "postado em",
        "atualizado",
        "atualizado em",
        "atualizado às",
        "actualizado em",
        "última atualização",
        "última modificação",
        "modificado em",
    ),
    months=tuple(
        """janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
        jan fev mar abr mai jun jul ago set out nov dez""".split()
    ),
    before_clock=("às", "h"),
    bylines=(
        "por ",
        "texto de ",
        "texto:",
        "foto ",
        "foto:",
        "fotos:",
        "fonte ",
        "fonte:",
        "imagem",
        "redação",
        "redacção",
        "crédito",
        "edição de ",
        "do nosso ",
        "da nossa ",
    ),
    before_units=frozenset(
        """zero um uma dois duas três quatro cinco seis sete oito nove dez onze doze quinze vinte trinta quarenta
        cinquenta sessenta setenta oitenta noventa cem cento mil milhão milhões bilhão bilhões meio meia quarto
        poucos poucas muitos muitas vários várias alguns algumas quantos quantas mais menos outros outras cada
        por em a e ou ao milhares centenas dezenas dúzias número números percentagem porcentagem""".split()
    ),
    units=tuple(
        """graus metros quilômetros quilómetros centímetros milímetros milhas quilogramas quilos gramas litros
        toneladas hectares euros dólares reais""".split()
    ),
    periods=tuple("segundos minutos horas dias semanas meses anos".split()),
    quantities=frozenset(
        """idade superfície população comprimento altura largura profundidade peso distância total média altitude velocidade temperatura valor preço custo duração diâmetro""".split()
    ),
    before_amount="de",
    approximating=frozenset("aproximadamente quase exatamente".split()),
    counting=frozenset("aproximadamente".split()),
    naming=frozenset("chamado chamada intitulado intitulada denominado denominada apelidado".split()),
    apposed=frozenset(
        """comando menu botão tecla opção campo atributo elemento função método classe arquivo ficheiro pacote parâmetro
        variável artigo seção secção capítulo diálogo ferramenta filtro formato título palavra termo nome pasta
        diretório propriedade etiqueta aba coluna presidente ministro ministra autor diretor filme livro romance
        canção álbum jornal revista plataforma padrão especificação extensão protocolo repositório letra
        caractere modo""".split()
    ),
    measuring=frozenset("pesa pesava mede media custa custava".split()),
    numbered=frozenset(
        "figura fig tabela seção secção capítulo equação apêndice anexo página parágrafo nota volume artigo número".split()
    ),
    opening_pairs=PORTUGUESE_OPENING_PAIRS,
    never_pairs=PORTUGUESE_PAIRS
    | frozenset(
        [
            "ou pois",
            "em com",
            "com em",
            "em por",
            "com para",
            "em para",
            "por com",
            "com na",
            "com ao",
            "de pelo",
            "sem de",
            "em na",
            "em no",
            "de de",
            "do do",
            "da da",
            "em em",
            "no no",
            "na na",
            "com com",
            "por por",
            "para para",
            "entre entre",
            "entre e",
            "desde até",
            "do ao",
            "das às",
        ]
    ),
    year_leads=frozenset(["em"]),
    dated=frozenset(
        "nasceu morreu faleceu nascido nascida fundado fundada publicado publicada inaugurado inaugurada".split()
    ),
    plurals=("s",),
    never_twice=frozenset("de os em e um uma do da com por para".split()),
    repeating=frozenset("de com por para a".split()),
    company="com",
    after_company=frozenset("de a em sobre".split()),
    day_leads=frozenset(["dia", "em"]),
    before_month="de",
    sayings=frozenset(
        """reagiu concluiu indicou garantiu precisou sublinhou destacou publicou postou lembrou informou alertou perguntou ressaltou disse diz dizem dito escreveu escreve acrescentou acrescenta explicou explica declarou declara respondeu
        responde afirmou afirma contou comentou tuitou""".split()
    ),
    announcing=frozenset("seguinte seguintes seguir estes estas".split()),
    embeds=frozenset("vídeo vídeos foto fotos tweet tweets post áudio galeria infográfico podcast trailer".split()),
    aside_endings=("mente", "amos", "exemplo", "sei"),
    resuming=(
        "em conclusão",
        "em segundo lugar",
        "da mesma forma",
        "pelo contrário",
        "mas",
        "porém",
        "contudo",
        "entretanto",
        "no entanto",
        "além disso",
        "portanto",
        "por outro lado",
    ),
    continued=(
        "continua",
        "segue",
    ),
    paywall=(
        "continue lendo",
        "continuar lendo",
        "continue a ler",
        "leia mais em",
        "leia a matéria completa",
        "leia o artigo completo",
        "clique aqui para ler",
        "exclusivo para assinantes",
        "só para assinantes",
        "somente para assinantes",
        "para continuar a ler",
        "já é assinante",
        "assine para ler",
        "assine para continuar",
        "faça login para ler",
    ),
    footers=(
        "o post … apareceu primeiro em",
        "o conteúdo … aparece primeiro em",
        "the post … apareceu primeiro em",
    ),
)
