"""What pages say around their articles in languages that have no table: links, buttons, notices.

Phrases only, in lower case. The rules that read them need no other words of the language.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct

__all__ = ["PAGES", "PageWords"]


class PageWords(Struct, frozen=True):
    """What the pages of one language say around an article, in lower case."""

    related: tuple[str, ...]
    """Beginnings of lines that point to other articles. A single word counts before a colon."""
    buttons: tuple[str, ...]
    """Beginnings of lines that hold buttons: reading on, sharing, subscribing. A single word counts as a whole line."""
    notices: tuple[str, ...]
    """How notices begin: cookies, newsletters, rights."""


def _words(related: str, buttons: str, notices: str) -> PageWords:
    return PageWords(*(tuple(phrases.split("|")) for phrases in (related, buttons, notices)))


PAGES: Final[dict[str, PageWords]] = {
    "ar": _words(
        "اقرأ أيضا|اقرأ المزيد|اقرأ كذلك|شاهد أيضا|مواضيع ذات صلة|مواضيع متعلقة|أخبار ذات صلة|مقالات ذات صلة|قد يهمك أيضا|طالع أيضا",
        "شارك على|شارك هذا|شارك المقال|مشاركة على|تابعنا على|اشترك في|اشترك الآن|اقرأ المزيد|للمزيد|إعلان|مشاركة|انسخ الرابط|نسخ الرابط",
        "يستخدم هذا الموقع ملفات|نستخدم ملفات تعريف الارتباط|نحن نستخدم ملفات|جميع الحقوق محفوظة|اشترك في النشرة|اشترك في نشرتنا",
    ),
    "bg": _words(
        "прочетете още|прочети още|вижте още|вижте също|още по темата|свързани статии",
        "сподели във|сподели в|споделете във|последвайте ни|прочети повече|реклама|сподели|абонирай се",
        "този сайт използва бисквитки|използваме бисквитки|всички права запазени|абонирайте се за",
    ),
    "cs": _words(
        "čtěte také|čtěte více|přečtěte si také|přečtěte si|související články|mohlo by vás zajímat|další články|k tématu|viz také",
        "sdílet na|sdílet článek|sledujte nás|celý článek|číst dál|číst dále|číst více|zobrazit více|zkopírovat odkaz|reklama|inzerce|sdílet"
        "|přihlaste se k odběru|přihlásit k odběru|diskuse k článku",
        "tento web používá|tyto stránky používají|používáme cookies|používáme soubory cookie|všechna práva vyhrazena|přihlaste se k odběru",
    ),
    "da": _words(
        "læs også|læs mere|se også|relaterede artikler|mere om",
        "del på|del artiklen|følg os på|læs mere|læs hele artiklen|kopier link|annonce|tilmeld dig|tilmeld nyhedsbrev|fortsæt med at læse",
        "vi bruger cookies|dette websted bruger cookies|denne hjemmeside bruger cookies|alle rettigheder forbeholdes|tilmeld dig vores nyhedsbrev",
    ),
    "el": _words(
        "διαβάστε επίσης|διαβάστε ακόμη|διαβάστε ακόμα|διαβάστε σχετικά|δείτε επίσης|δείτε ακόμη|σχετικά άρθρα|σχετικά θέματα|περισσότερα για",
        "κοινοποίηση στο|μοιραστείτε το|ακολουθήστε μας|διαβάστε περισσότερα|διαβάστε όλο το άρθρο|δείτε περισσότερα|εγγραφείτε στο|εγγραφή στο newsletter"
        "|αντιγραφή συνδέσμου|διαφήμιση|κοινοποίηση",
        "αυτός ο ιστότοπος χρησιμοποιεί|ο ιστότοπος χρησιμοποιεί cookies|χρησιμοποιούμε cookies|με την επιφύλαξη παντός|εγγραφείτε στο newsletter",
    ),
    "fa": _words(
        "بیشتر بخوانید|همچنین بخوانید|مطالب مرتبط|اخبار مرتبط|خبرهای مرتبط",
        "اشتراک گذاری|به اشتراک بگذارید|ادامه مطلب|تبلیغات|کپی لینک",
        "این سایت از کوکی|ما از کوکی|تمامی حقوق محفوظ|کلیه حقوق",
    ),
    "fi": _words(
        "lue myös|lue lisää|katso myös|lisää aiheesta|aiheeseen liittyvää",
        "jaa facebookissa|jaa twitterissä|jaa artikkeli|seuraa meitä|tilaa uutiskirje|jatka lukemista|kopioi linkki|mainos|jaa",
        "käytämme evästeitä|tämä sivusto käyttää evästeitä|sivustomme käyttää evästeitä|kaikki oikeudet pidätetään|tilaa uutiskirjeemme",
    ),
    "he": _words(
        "קראו גם|קראו עוד|קראו בנוסף|לקריאה נוספת|ראו גם|כתבות נוספות|כתבות קשורות|עוד בנושא",
        "שתפו בפייסבוק|שתפו בטוויטר|שתפו בוואטסאפ|שתף בפייסבוק|עקבו אחרינו|המשך קריאה|המשיכו לקרוא|קרא עוד|הירשמו לניוזלטר|הרשמה לניוזלטר|העתק קישור|פרסומת|שתפו",
        "אתר זה משתמש|האתר משתמש בעוגיות|אנו משתמשים בעוגיות|כל הזכויות שמורות|הירשמו לניוזלטר",
    ),
    "hi": _words(
        "यह भी पढ़ें|ये भी पढ़ें|इसे भी पढ़ें|और पढ़ें|संबंधित खबरें|संबंधित लेख|यह भी देखें",
        "फेसबुक पर शेयर|ट्विटर पर शेयर|व्हाट्सएप पर शेयर|शेयर करें|हमें फॉलो करें|आगे पढ़ें|और पढ़ें|पूरी खबर पढ़ें|न्यूज़लेटर सब्सक्राइब|सब्सक्राइब करें|लिंक कॉपी करें|विज्ञापन",
        "यह वेबसाइट कुकीज़|हम कुकीज़|सर्वाधिकार सुरक्षित",
    ),
    "hr": _words(
        "pročitajte još|pročitajte i|pročitaj još|pogledajte i|povezani članci|vezane vijesti",
        "podijeli na|podijelite na|pratite nas|nastavi čitati|pročitaj više|kopiraj link|oglas|podijeli|pretplatite se",
        "ova stranica koristi kolačiće|koristimo kolačiće|sva prava pridržana|pretplatite se na",
    ),
    "hu": _words(
        "olvassa el ezt is|olvasta már|kapcsolódó cikkek|kapcsolódó cikk|ez is érdekelheti|lásd még",
        "megosztás a facebookon|megosztom|megosztás|kövessen minket|tovább olvasom|olvass tovább|link másolása|hirdetés|iratkozzon fel|iratkozz fel",
        "ez a weboldal sütiket|ez az oldal sütiket|weboldalunk sütiket|sütiket használunk|minden jog fenntartva|iratkozzon fel hírlevelünkre",
    ),
    "id": _words(
        "baca juga|baca selengkapnya|lihat juga|artikel terkait|berita terkait",
        "bagikan ke|bagikan di|bagikan artikel|ikuti kami|selengkapnya|salin tautan|iklan|bagikan|berlangganan",
        "situs ini menggunakan cookie|kami menggunakan cookie|hak cipta dilindungi",
    ),
    "ja": _words(
        "関連記事|あわせて読みたい|合わせて読みたい|こちらもおすすめ|おすすめ記事|関連リンク|関連ニュース|次の記事|前の記事|こちらの記事も",
        "続きを読む|もっと見る|もっと読む|記事全文を読む|シェアする|ツイートする|ツイート|シェア|この記事をシェア|フォローする|メルマガ登録|会員登録|リンクをコピー"
        "|広告|スポンサーリンク|印刷する|この記事は有料会員限定|この記事は会員限定|ログインして続きを読む|残り文字",
        "当サイトではcookie|当サイトは、cookie|このサイトはcookie|本サイトではcookie|このウェブサイトではcookie|当サイトではクッキー|無断転載|javascriptを有効に",
    ),
    "ko": _words(
        "관련 기사|관련기사|관련 뉴스|함께 보면 좋은|이 기사도|추천 기사|많이 본 뉴스",
        "공유하기|카카오톡 공유|페이스북 공유|트위터 공유|기사 공유|더보기|더 보기|구독하기|뉴스레터 구독|계속 읽기|전체 기사 보기|링크 복사|광고|인쇄하기|댓글 쓰기|좋아요",
        "무단전재 및 재배포|무단 전재 및 재배포|저작권자|이 사이트는 쿠키|본 사이트는 쿠키|쿠키를 사용",
    ),
    "no": _words(
        "les også|les mer|se også|relaterte artikler|relaterte saker",
        "del på|del artikkelen|følg oss på|les mer|les hele saken|kopier lenke|annonse|meld deg på|fortsett å lese",
        "vi bruker informasjonskapsler|denne nettsiden bruker|dette nettstedet bruker|alle rettigheter|meld deg på nyhetsbrevet",
    ),
    "pl": _words(
        "czytaj także|czytaj też|czytaj również|przeczytaj także|przeczytaj też|przeczytaj również|zobacz także|zobacz też|zobacz również|polecamy również"
        "|powiązane artykuły|podobne artykuły|czytaj więcej|więcej na ten temat|polecamy",
        "udostępnij na|udostępnij artykuł|obserwuj nas|śledź nas na|czytaj dalej|czytaj więcej|czytaj całość|zobacz więcej|zapisz się do|zapisz się na"
        "|skopiuj link|kopiuj link|reklama|udostępnij|dodaj komentarz|artykuł sponsorowany|materiał promocyjny",
        "ta strona używa|strona korzysta z plików|nasza strona używa|używamy plików cookie|serwis wykorzystuje pliki|wszelkie prawa zastrzeżone|zapisz się do newslettera",
    ),
    "ro": _words(
        "citește și|citiți și|citeste si|vezi și|vedeți și|articole similare|articole asemănătoare|știri similare|te-ar putea interesa|pe aceeași temă",
        "distribuie pe|distribuie articolul|urmărește-ne|urmăriți-ne|citește mai mult|citește mai departe|citește tot articolul|mai multe detalii|copiază linkul"
        "|abonează-te la|abonați-vă la|publicitate|distribuie|comentează",
        "acest site folosește|acest site utilizează|folosim cookie|utilizăm cookie|toate drepturile rezervate|abonează-te la newsletter",
    ),
    "ru": _words(
        "читайте также|читать также|смотрите также|материалы по теме|новости по теме|статьи по теме|похожие статьи|похожие материалы|по теме|рекомендуем|еще по теме|ещё по теме",
        "поделиться в|поделиться ссылкой|поделитесь с|подписаться на|подписывайтесь на|подпишитесь на|следите за нами|читать далее|читать дальше|читать полностью"
        "|читать статью полностью|показать еще|показать ещё|скопировать ссылку|копировать ссылку|реклама|на правах рекламы|поделиться|версия для печати|оставить комментарий",
        "этот сайт использует|наш сайт использует|на сайте используются|мы используем файлы|мы используем cookie|все права защищены|подпишитесь на рассылку"
        "|продолжая использовать сайт|перепечатка материалов",
    ),
    "sk": _words(
        "čítajte aj|čítajte tiež|prečítajte si aj|súvisiace články|mohlo by vás zaujímať",
        "zdieľať na|zdieľať článok|sledujte nás|čítať ďalej|čítať viac|celý článok|kopírovať odkaz|reklama|zdieľať|prihláste sa na odber",
        "táto stránka používa|tieto stránky používajú|používame cookies|používame súbory cookie|všetky práva vyhradené",
    ),
    "sr": _words(
        "прочитајте још|прочитајте и|повезане вести|сродни чланци|pročitajte još|pročitajte i|povezane vesti",
        "подели на|поделите на|пратите нас|podeli na|podelite na|опширније|opširnije",
        "овај сајт користи|ovaj sajt koristi|сва права задржана|sva prava zadržana",
    ),
    "sv": _words(
        "läs också|läs även|läs mer|se också|relaterade artiklar|relaterat|mer om",
        "dela på|dela artikeln|följ oss på|läs mer|läs hela artikeln|läs vidare|fortsätt läsa|visa mer|kopiera länk|annons|prenumerera på|dela",
        "den här webbplatsen använder|den här sidan använder|webbplatsen använder cookies|vi använder cookies|alla rättigheter|prenumerera på vårt nyhetsbrev",
    ),
    "tr": _words(
        "ayrıca okuyun|bunu da okuyun|ilgili haberler|ilgili haber|ilgili içerikler|ilgili yazılar|ilginizi çekebilir|ayrıca bakınız",
        "facebook'ta paylaş|twitter'da paylaş|whatsapp'ta paylaş|facebookta paylaş|haberi paylaş|bizi takip edin|devamını oku|devamı için|haberin devamı|bültene abone ol"
        "|bültenimize abone ol|bültenimize abone olun|abone ol|bağlantıyı kopyala|linki kopyala|reklam|paylaş|yorum yap",
        "bu site çerez|bu web sitesi çerez|sitemizde çerez|çerezleri kullanıyoruz|çerez kullanıyoruz|tüm hakları saklıdır",
    ),
    "uk": _words(
        "читайте також|читати також|дивіться також|матеріали за темою|новини за темою|статті за темою|схожі статті|за темою|більше за темою",
        "поділитися у|поділитися в|поділитися посиланням|підписатися на|підписуйтесь на|підписуйтеся на|підпишіться на|слідкуйте за нами|стежте за нами|читати далі"
        "|читати повністю|показати ще|скопіювати посилання|реклама|поділитися|версія для друку|залишити коментар",
        "цей сайт використовує|наш сайт використовує|ми використовуємо файли|ми використовуємо cookie|всі права захищені|усі права захищені|підпишіться на розсилку",
    ),
    "vi": _words(
        "xem thêm|đọc thêm|bài viết liên quan|tin liên quan|tin cùng chuyên mục",
        "chia sẻ lên|chia sẻ trên|theo dõi chúng tôi|đọc tiếp|quảng cáo|sao chép liên kết|chia sẻ|đăng ký nhận tin",
        "trang web này sử dụng cookie|chúng tôi sử dụng cookie|mọi quyền được bảo lưu",
    ),
    "zh": _words(
        "相关阅读|相关文章|相关新闻|相关链接|推荐阅读|延伸阅读|更多阅读|猜你喜欢|相關閱讀|相關文章|相關新聞|推薦閱讀|延伸閱讀|上一篇|下一篇",
        "阅读全文|查看全文|展开全文|阅读原文|阅读更多|查看更多|分享到|分享至|点击关注|关注我们|扫一扫|复制链接|打印本页|点赞|閱讀全文|閱讀更多|分享到|關注我們|訂閱電子報|广告|廣告|责任编辑|責任編輯|我要评论",
        "本网站使用|本站使用cookie|我们使用cookie|本網站使用|我們使用cookie|版权所有|版權所有|未经授权|未經授權|转载请注明|轉載請註明",
    ),
}  # fmt: skip
"""By ISO 639-1 code."""
