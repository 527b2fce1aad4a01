"""Portuguese."""

from __future__ import annotations

from typing import Final

from repair.languages.table import Language, Tenses, combined, phrases_of, words_of

__all__ = ["PORTUGUESE"]

# prepositions grown together with an article; `nos` is a pronoun too
_ARTICULATED: Final = words_of(
    "do da dos das no na nas ao aos pelo pela pelos pelas num numa nuns numas dum duma duns à às"
)
# finite verbs: none opens a noun phrase; `era` is a noun as well
_VERBS: Final = words_of("é são foi foram eram está estão estava tem têm tinha será serão")

_REPORTED: Final = "disse anunciou afirmou nasceu morreu"
_NEVER_PAIRS: Final = combined(
    # not `como nos disse o ministro`, `até disse que vinha`, `o pelo está limpo`, `quem entre será`, `noite de são João`
    (
        "de do da dos das ao aos no na nas em por para pela pelas sem sobre desde",
        f"foram eram tem está estão será {_REPORTED}",
    ),
    ("da dos das aos na nas pela pelas sem sobre desde", "são"),
    ("do da dos das ao aos no pela pelas", "foi é pode"),
    ("o os", "nasceu morreu"),
    ("a", "euros km anos"),
    ("tem", "habitantes"),
    ("do dos ao aos", "e como"),
    (
        "de em por com sem sobre entre para",
        """podem têm oferecem permitem possuem requerem exigem incluem pode oferece permite possui requer exige inclui demandam
        representa representam""",
    ),
    ("de", "é"),
    # verbs that have no object which could stand before them as a pronoun
    (
        "o a os as um uma do da dos das no na ao aos seu sua",
        """existe existem acontece acontecem ocorre ocorrem consiste consistem funciona funcionam depende dependem pertence
        pertencem surge surgem nasce nascem morre morrem cresce crescem atua atuam""",
    ),
    (
        "do da dos das no na nas ao aos pelo pela",
        "têm podem oferece oferecem inclui incluem permite permitem possui possuem requer requerem desempenha exige garante envolve",
    ),
    ("ou", "pois"),
    ("em", "com por para na no"),
    ("com", "em para na ao"),
    ("por", "com"),
    ("de", "pelo"),
    ("sem", "de"),
    ("entre", "e"),
    ("desde", "até"),
    ("do", "ao"),
    ("das", "às"),
    *((word, word) for word in "de do da em no na com por para entre".split()),
)
# elsewhere they may stand for a noun (`quem o disse`, `mas o seu foi aprovado`)
_OPENING_PAIRS: Final = combined(
    ("o os seu sua seus suas", f"foi foram são está deixaram {_REPORTED}"),
    (
        "o a os as seu sua",
        """é são pode podem tem têm será serão está estão deve devem oferece oferecem representa representam inclui incluem
        permite permitem possui possuem requer requerem desempenha defende conhece garante envolve exige""",
    ),
    # not `Uma é feliz`, which `suspect_words.py` tells
    ("um uma", "é pode oferece representa inclui requer desempenha defende garante envolve exige"),
)

PORTUGUESE: Final = Language(
    code="pt",
    name="Portuguese",
    # left out, since they also stand for a noun: um, uma, seu, sua, meu, minha; and `para`, a verb too
    stranding=_ARTICULATED | words_of("os as nos de em com por desde cada cujo cuja"),
    weak=words_of(
        """o a um uma uns umas para sem sobre entre até contra sob ante após perante mediante durante seu sua meu minha
        nosso nossa este esta esse essa se lhe muito"""
    ),
    leaning=words_of("o entre até sob após mediante durante"),
    opening=words_of("segundo"),
    tied=combined(
        (
            "graças devido frente junto quanto face superior inferior relativo pertencente sucede sucedeu equivale corresponde dedicado pertence",
            "a",
        ),
        ("casado acordo", "com"),
        ("guerra luta jogo vitória derrota combate batalha final denúncia campanha partida", "contra"),
        ("informações livro dados estudo artigo debate documentário lei relatório", "sobre"),
        ("caminho eleito transferido transferida traduzido traduzida", "para"),
    ),
    joining=words_of("e ou mas nem que porque se conforme"),
    coordinating=words_of("e ou nem"),
    # `d'água`, and names
    elided=words_of("d l o n"),
    articles=_ARTICULATED | words_of("cada os"),
    determiners=words_of("o a um uma seu sua minha nosso nossa esta essa"),
    after_articles=_VERBS
    | words_of(
        "mas com e ou para por pelo pela em no na nos até sobre entre desde porque embora durante como se lhe também"
    ),
    prepositions=words_of("de em com por entre desde para sobre"),
    after_prepositions=_VERBS | words_of("mas e ou da do dos das pelo pela porque pois para com em desde até durante"),
    # `no e do`, `da ou das`, `ao com mais votos`
    sound_pairs=combined(
        ("os", _VERBS),
        # `no e do`, `da ou das`, `ao com mais votos`
        (_ARTICULATED | words_of("os de com por para sobre"), "e ou"),
        ("para por entre até", "da do das dos"),
        ("do da dos das ao aos à às abrir entre para", "com"),
        ("de", "nem até desde"),
        ("para com em", "até"),
        ("cada", "um uma"),
        ("por", "no"),
        ("com", "pelo"),
        ("dos entre", "em"),
        ("ao", "se"),
        ("entre", "para"),
        ("de em", "são"),
    ),
    sound_triples=combined(
        ("de", "nem", "sempre todos todas"),
        ("com em de para", "por", "exemplo"),
        ("por", "nem", "sempre"),
        ("a", "anos", "luz"),
        ("dólares reais converter passar", "a", "euros"),
        ("não", "tem", "habitantes"),
    ),
    accents_left_out=True,
    old_spelling=words_of(
        "elle ella elles ellas aquelle aquella aquelles aquellas hontem mãi muitissimo prohibido commigo"
    ),
    openers=words_of(
        """e ou mas nem que quem cujo onde quando como se porque embora enquanto pois de do da dos das em no na com por
        para sem sobre entre a ao até é são foi era tem está não o os as um uma também"""
    ),
    abbreviations=words_of(
        """sr sra srta dr dra d prof profa eng arq gen cel cap art arts vol pág págs p pp núm n nº tel etc ex fig aprox
        máx mín av r pça cia ltda s.a a.c d.c p.ex jan fev mar abr mai jun jul ago set out nov dez ed eds cf vs al
        exmo exma sto sta"""
    ),
    common=words_of(
        """agora ainda além algo alguém algum alguma algumas alguns ali ambos antes ao apenas aquela aquele aqui aquilo
        as assim até bem cada quase coisa com como contudo da daí dar de dela dele deles demais dentro depois desde
        dessa desse desta deste deve devem disse disso disto do dos e é ela elas ele eles em embora enquanto então
        entre era eram essa essas esse esses esta está estão estava estar este estes eu fazer feito foi foram fora há
        haver havia hoje isso isto já jamais lá lhe lhes logo mais mal mas me meio melhor menos mesma mesmo meu minha
        muita muitas muito muitos na nada não nas nem nenhum nenhuma ninguém no nos nós nossa nosso num numa nunca o
        onde ora os ou outra outras outro outros para pela pelo perto pode podem poder pois por porém porque porquê
        pouca pouco poucos qual quais qualquer quando quanto que quê quem se seja sem sempre sendo ser será seu seus
        si sido sim só sob sobre sua suas tal talvez também tanta tanto tão te tem têm tenho ter teve tinha toda todas
        todavia todo todos tu tua tudo um uma umas uns vai vão vez você vocês"""
    ),
    read_more=phrases_of(
        """leia mais|ler mais|leia a íntegra|leia o artigo completo|ler artigo completo|leia a matéria completa
        |continue lendo|continuar lendo|continuar a ler|continue a ler|ver mais|veja mais|mostrar mais|saiba mais
        |saber mais"""
    ),
    share=phrases_of(
        """compartilhar|compartilhe|partilhar|partilhe|tuitar|imprimir|enviar por e-mail|enviar por email|gosto|curtir
        |assine|assine nossa newsletter|subscreva|inscreva-se|receba nossa newsletter|siga-nos|clique aqui|comentar
        |comentários|deixe um comentário|salvar|guardar|copiar link|ouvir artigo|publicidade"""
    ),
    adverts=phrases_of("publicidade"),
    counters=phrases_of(
        "compartilhamentos|partilhas|comentários|visualizações|curtidas|min de leitura|minutos de leitura"
    ),
    notices=phrases_of(
        """este site utiliza cookies|este site usa cookies|utilizamos cookies|usamos cookies|nós e os nossos parceiros
        |nós e nossos parceiros|ao continuar navegando|ao continuar a navegar|ative o javascript|habilite o javascript
        |seu navegador não suporta|o seu navegador não suporta|desative o bloqueador|assine nossa newsletter
        |subscreva a nossa newsletter|inscreva-se na nossa newsletter|receba nossa newsletter|carregando...
        |carregando…|a carregar...|voltar ao topo|aceitar todos os cookies|aceitar cookies|ir para o conteúdo
        |pular para o conteúdo|saltar para o conteúdo|ver esta publicação no|ver essa foto no instagram
        |conteúdo patrocinado|tempo de leitura:|conteúdo exclusivo para assinantes"""
    ),
    related=phrases_of(
        """leia também|ler também|leia ainda|veja também|ver também|notícias relacionadas|artigos relacionados
        |matérias relacionadas|você pode gostar|também lhe pode interessar|pode interessar-lhe|mais notícias"""
    ),
    rights=phrases_of(
        """todos os direitos reservados|direitos reservados|reprodução proibida|proibida a reprodução|© copyright
        |copyright ©|(c) copyright"""
    ),
    date_words=phrases_of(
        """data|publicado|publicado em|publicada em|postado em|atualizado|atualizado em|atualizado às|actualizado em
        |última atualização|última modificação|modificado em"""
    ),
    months=words_of(
        """janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro jan fev mar abr mai
        jun jul ago set out nov dez"""
    ),
    before_clock=phrases_of("às|h"),
    bylines=phrases_of(
        "por |texto de |texto:|foto |foto:|fotos:|fonte |fonte:|imagem|redação|redacção|crédito|edição de |do nosso |da nossa "
    ),
    before_units=words_of(
        """zero um uma dois duas três quatro cinco seis sete oito nove dez onze doze quinze vinte trinta quarenta
        cinquenta sessenta setenta oitenta noventa cem cento mil milhão milhões bilhão bilhões meio meia quarto poucos
        poucas muitos muitas vários várias alguns algumas quantos quantas mais menos outros outras cada por em a e ou
        ao milhares centenas dezenas dúzias número números percentagem porcentagem"""
    ),
    units=words_of(
        """graus metros quilômetros quilómetros centímetros milímetros milhas quilogramas quilos gramas litros toneladas
        hectares euros dólares reais"""
    ),
    periods=words_of("segundos minutos horas dias semanas meses anos"),
    quantities=words_of(
        """idade superfície população comprimento altura largura profundidade peso distância total média altitude
        velocidade temperatura valor preço custo duração diâmetro"""
    ),
    lasting=words_of("idade duração"),
    sums=words_of("média total"),
    before_amount="de",
    approximating=words_of("aproximadamente quase exatamente"),
    counting=words_of("aproximadamente"),
    naming=words_of("chamado chamada intitulado intitulada denominado denominada apelidado apelidada"),
    apposed=words_of(
        """comando menu botão tecla opção campo atributo elemento função método classe arquivo ficheiro pacote parâmetro
        variável artigo seção secção capítulo diálogo ferramenta filtro formato título palavra termo nome pasta
        diretório propriedade etiqueta aba coluna presidente ministro ministra autor diretor filme livro romance
        canção álbum jornal revista plataforma padrão especificação extensão protocolo repositório letra caractere
        modo símbolo sinal"""
    ),
    measuring=words_of("pesa pesava mede media custa custava"),
    numbered=words_of(
        "figura fig tabela seção secção capítulo equação apêndice anexo página parágrafo nota volume artigo número"
    ),
    opening_pairs=_OPENING_PAIRS,
    never_pairs=_NEVER_PAIRS,
    year_leads=words_of("em"),
    dated=words_of("nasceu morreu faleceu nascido nascida fundado fundada publicado publicada inaugurado inaugurada"),
    plurals=phrases_of("s"),
    never_twice=words_of("de os em e um uma do da com por para"),
    repeating=words_of("de com por para a"),
    company="com",
    after_company=words_of("de a em sobre"),
    day_leads=words_of("dia em"),
    before_month="de",
    auxiliaries=words_of(
        """é são era eram foi foram está estão têm tinha tinham pode podem deve devem será serão seria seriam poderia poderiam
        deveria deveriam"""
    ),
    sayings=words_of(
        """reagiu concluiu indicou garantiu precisou sublinhou destacou publicou postou lembrou informou alertou
        perguntou ressaltou disse diz dizem dito escreveu escreve acrescentou acrescenta explicou explica declarou
        declara respondeu responde afirmou afirma contou comentou tuitou"""
    ),
    answering=words_of("respondeu responde perguntou"),
    announcing=words_of("seguinte seguintes seguir estes estas"),
    embeds=words_of("vídeo vídeos foto fotos tweet tweets post áudio galeria infográfico podcast trailer"),
    aside_endings=phrases_of("mente|amos|exemplo|sei"),
    resuming=phrases_of(
        """em conclusão|em segundo lugar|da mesma forma|pelo contrário|mas|porém|contudo|entretanto|no entanto|além disso
        |portanto|por outro lado"""
    ),
    continued=phrases_of("continua|segue"),
    paywall=phrases_of(
        """continue lendo|continuar lendo|continue a ler|leia mais em|leia a matéria completa|leia o artigo completo
        |clique aqui para ler|exclusivo para assinantes|só para assinantes|somente para assinantes
        |para continuar a ler|já é assinante|assine para ler|assine para continuar|faça login para ler"""
    ),
    footers=phrases_of(
        "o post … apareceu primeiro em|o conteúdo … aparece primeiro em|the post … apareceu primeiro em"
    ),
    before_code=words_of("arquivo ficheiro função pacote diretório classe método atributo pasta propriedade digite"),
    after_code=words_of("macro"),
    tongues=words_of(
        """inglês francês alemão espanhol português polonês russo grego latim chinês japonês hebraico holandês
        tcheco"""
    ),
    adverbial=words_of("sem contra"),
    placed=words_of("fora dentro perto longe antes depois além redor"),
    correcting=words_of("melhor"),
    key_names=words_of("pressione tecla teclas vitamina"),
    remarks=words_of("frase frases"),
    finite=words_of("é são era eram foi foram está estão estava pode será"),
    number_pairs=combined(
        ("nasceu morreu faleceu nascido nascida", "a", "|", "em"),
        # not `uma criança de meses`
        ("município cidade vila aldeia povoado", "de", "|", "habitantes$"),
        (
            "homem mulher jovem menino menina idoso idosa adolescente filho filha rapaz criança",
            "de",
            "|",
            "anos$",
        ),
        ("cerca", "de", "|", "habitantes pessoas alunos membros visitantes"),
        ("cerca mais", "de", "|", "reais metros quilômetros quilómetros hectares"),
        # not `gosta mais de pessoas do que de coisas`
        ("^Mais", "de", "|", "habitantes pessoas alunos membros visitantes"),
        ("no", "século", "|", "pelos pelo"),
    ),
    tenses=Tenses(
        prepositions=words_of("de do da dos das em na nas com por para pela pelas entre ao aos"),
        endings=phrases_of("ou|aram|iram|eram|iu"),
        forms=words_of(
            """disse fez trouxe quis teve esteve leu morreu nasceu escreveu venceu perdeu recebeu respondeu defendeu
            prometeu"""
        ),
        others=words_of("sou vou grou couscou psiu"),
    ),
)
