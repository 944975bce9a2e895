using Netflix.Encoding.Text;

namespace Netflix.Encoding.Tests.Text;

public class TextEncodingTests
{
    private const string Swedish = "Är du säker på att det är här?\nJa, jag såg dem åka förbi på gården.\nVi måste gå nu, annars kommer de för sent.";
    private const string German = "Können Sie mir bitte helfen? Natürlich, gern.\nIch weiß nicht, wo er die Schlüssel hingelegt hat.\nÜber den Wolken ist es schön.";
    private const string French = "Où étais-tu passé ? J'ai été retenu à la gare.\nÇa ne fait rien, le dîner n'est pas encore prêt.\nC'est très gentil, merci. Bientôt Noël…";
    private const string Spanish = "¿Dónde está el niño? ¡Mañana volverá!\nNo sé qué pasó después de la canción.\nTambién ellos querían más café.";
    private const string Portuguese = "Não sei se você já comeu pão de açúcar.\nEntão, até amanhã! Os corações estão cheios de emoções.\nÀs três horas é cedo.";
    private const string Polish = "Dzień dobry, jak się masz? Cześć, świetnie.\nProszę, usiądź tutaj. Żółw idzie powoli ścieżką.\nNie wiem, gdzie są moje książki.";
    private const string Czech = "Dobrý den, jak se máte? Děkuji, velmi dobře.\nPříliš žluťoučký kůň úpěl ďábelské ódy.\nMůžeme začít hned, řekl starý muž.";
    private const string Hungarian = "Jó napot! Hogy van? Köszönöm, jól vagyok.\nNem tudom, hol van a gyűrűm. Az erdőben őzek élnek.\nÜljön le, kérem, és várjon egy kicsit.";
    private const string Romanian = "Ce mai faci? Sînt bine, mulţumesc. Aşa să fie.\nÎnţeleg că trebuie să plecăm mâine dimineaţă.\nŞi ei aşteaptă în faţa casei.";
    private const string Turkish = "Nasılsın? Teşekkür ederim, iyiyim.\nŞimdi gitmemiz gerekiyor, çünkü geç oldu.\nÇocuklar bahçede oynuyor, güneş doğdu.";
    private const string Lithuanian = "Laba diena, kaip sekasi? Ačiū, gerai.\nAš nežinau, kur yra mano raktai. Įdomu, ką jie veikia.\nŠį vakarą eisime žiūrėti filmo. Mūsų žmonės.";
    private const string Russian = "Здравствуйте, как у вас дела? Спасибо, хорошо.\nЯ не знаю, где он оставил ключи от машины.\nПодождите меня, пожалуйста, у входа.";
    private const string Ukrainian = "Добрий день, як ваші справи? Дякую, добре.\nЯ не знаю, де він залишив ключі від її машини.\nЗачекайте мене біля входу, будь ласка. Їжак і ґава.";
    private const string Greek = "Καλημέρα, τι κάνετε; Ευχαριστώ, είμαι καλά.\nΔεν ξέρω πού άφησε τα κλειδιά του αυτοκινήτου.\nΠεριμένετέ με στην είσοδο, παρακαλώ.";
    private const string Hebrew = "שלום, מה שלומך? תודה, אני בסדר גמור.\nאני לא יודע איפה הוא השאיר את המפתחות.\nחכו לי בכניסה בבקשה.";
    private const string Arabic = "مرحبا، كيف حالك؟ شكرا، أنا بخير.\nلا أعرف أين ترك مفاتيح السيارة.\nانتظرني عند المدخل من فضلك.";
    private const string Thai = "สวัสดีครับ คุณสบายดีไหม ขอบคุณ ผมสบายดี\nฉันไม่รู้ว่าเขาทิ้งกุญแจรถไว้ที่ไหน\nกรุณารอฉันที่ทางเข้า";
    private const string Japanese = "おはようございます。お元気ですか？\n彼がどこに車の鍵を置いたのか分かりません。\n入口で待っていてください。ありがとう、トーマス！";
    private const string Chinese = "你好，你怎么样？谢谢，我很好。\n我不知道他把车钥匙放在哪里了。\n请在门口等我，我们马上就走。";
    private const string Taiwanese = "你好，你怎麼樣？謝謝，我很好。\n我不知道他把車鑰匙放在哪裡了。\n請在門口等我，我們馬上就走。";
    private const string Korean = "안녕하세요, 잘 지내세요? 네, 감사합니다.\n그가 자동차 열쇠를 어디에 두었는지 모르겠어요.\n입구에서 기다려 주세요.";

    [TestCase(Swedish, 1252)]
    [TestCase(German, 1252)]
    [TestCase(French, 1252)]
    [TestCase(Spanish, 1252)]
    [TestCase(Portuguese, 1252)]
    [TestCase(German, 28591)]
    [TestCase(Spanish, 28591)]
    [TestCase(Polish, 1250)]
    [TestCase(Czech, 1250)]
    [TestCase(Hungarian, 1250)]
    [TestCase(Romanian, 1250)]
    [TestCase(Polish, 28592)]
    [TestCase(Czech, 28592)]
    [TestCase(Turkish, 1254)]
    [TestCase(Turkish, 28599)]
    [TestCase(Lithuanian, 1257)]
    [TestCase(Russian, 1251)]
    [TestCase(Russian, 20866)]
    [TestCase(Russian, 28595)]
    [TestCase(Russian, 866)]
    [TestCase(Ukrainian, 1251)]
    [TestCase(Greek, 1253)]
    [TestCase(Greek, 28597)]
    [TestCase(Hebrew, 1255)]
    [TestCase(Arabic, 1256)]
    [TestCase(Thai, 874)]
    [TestCase(Japanese, 932)]
    [TestCase(Japanese, 51932)]
    [TestCase(Japanese, 50220)]
    [TestCase(Chinese, 936)]
    [TestCase(Chinese, 54936)]
    [TestCase(Taiwanese, 950)]
    [TestCase(Korean, 949)]
    [TestCase(Swedish, 65001)]
    [TestCase(Japanese, 65001)]
    [TestCase(Swedish, 1200)]
    [TestCase(Chinese, 1200)]
    [TestCase(Chinese, 1201)]
    public void WithoutAMark_IsGuessed(string words, int page)
    {
        var text = $"1\r\n00:00:01,000 --> 00:00:03,500\r\n{words}\r\n";

        var (decoded, encoding) = TextEncoding.Decode(TextEncoding.Page(page).GetBytes(text));

        Assert.That(decoded, Is.EqualTo(text), encoding);
    }

    [TestCase(65001)]
    [TestCase(1200)]
    [TestCase(1201)]
    [TestCase(12000)]
    public void WithAMark_IsReadWithoutIt(int page)
    {
        var encoding = TextEncoding.Page(page);

        var (decoded, _) = TextEncoding.Decode([.. encoding.GetPreamble(), .. encoding.GetBytes(Swedish)]);

        Assert.That(decoded, Is.EqualTo(Swedish));
    }

    [Test]
    public void FewBadBytesInUtf8_StayUtf8()
    {
        byte[] bytes = [.. TextEncoding.Page(65001).GetBytes(Russian + Greek + Japanese), 0xC3, (byte)'\n'];

        Assert.That(TextEncoding.Decode(bytes).Text, Does.StartWith(Russian));
    }

    /// <summary>A language of few letters beyond ASCII has few good ones to set against the bad.</summary>
    [Test]
    public void SomeBadBytesInSwedishUtf8_StayUtf8()
    {
        byte[] bytes = [.. TextEncoding.Page(65001).GetBytes("Hallå där! Åh, vad är det här? Själv är bäste dräng. Får får får?"), 0xC3, 0x28, 0xFF];

        Assert.That(TextEncoding.Decode(bytes).Text, Does.StartWith("Hallå där! Åh"));
    }

    [Test]
    public void FewZeroBytes_AreDropped()
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes("1\n00:00:01,000 --> 00:00:02,000\nHallå där\0\n");

        Assert.That(TextEncoding.Decode(bytes).Text, Is.EqualTo("1\n00:00:01,000 --> 00:00:02,000\nHallå där\n"));
    }

    [Test]
    public void XmlDeclaration_IsBelieved()
    {
        const string Xml = "<?xml version=\"1.0\" encoding=\"iso-8859-2\"?><tt>Zażółć</tt>";

        Assert.That(TextEncoding.Decode(TextEncoding.Page(28592).GetBytes(Xml)).Text, Is.EqualTo(Xml));
    }

    [Test]
    public void Binary_IsRefused()
    {
        var random = new byte[5000];
        new Random(1).NextBytes(random);

        Assert.That(() => TextEncoding.Decode(random), Throws.TypeOf<SubtitlesRefusedException>().With.Message.Contains("not a text file"));
        Assert.That(() => TextEncoding.Decode([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 1, 2, 3, 4]), Throws.TypeOf<SubtitlesRefusedException>());
    }
}
