using System.Text.Json;
using Netflix.Playback.Events;

namespace Netflix.Playback.Tests;

public sealed class CmcdReadTests
{
    [TestCase("bl=21300,br=3200", """{"bl":21300,"br":3200}""")]
    [TestCase("bs", """{"bs":true}""")]
    [TestCase("bs,su", """{"bs":true,"su":true}""")]
    [TestCase("pr=1.25,ot=av", """{"pr":1.25,"ot":"av"}""")]
    [TestCase("sid=\"6e,2f=b\\\"5\",sf=d", """{"sid":"6e,2f=b\u00225","sf":"d"}""")]
    [TestCase("nor=\"..%2F300kbps%2Fsegment35.m4v\"", """{"nor":"..%2F300kbps%2Fsegment35.m4v"}""")]
    [TestCase("com.example-key=7", """{"com.example-key":7}""")]
    [TestCase("bl=1, br=2", """{"bl":1,"br":2}""")]
    public void Pairs_AreReadAsTheyAreMeant(string text, string json) => Assert.That(JsonSerializer.Serialize(Cmcd.Read(text)), Is.EqualTo(json));

    [TestCase("")]
    [TestCase("=")]
    [TestCase("bl=")]
    [TestCase(",bl=1")]
    [TestCase("sid=\"open")]
    [TestCase("sid=\"a\"b")]
    [TestCase("sid=\"a\\")]
    [TestCase("sid=\"\u0000\"")]
    [TestCase("a b=1")]
    public void WhatIsNone_IsNull(string text) => Assert.That(Cmcd.Read(text), Is.Null);

    [Test]
    public void AnyText_IsReadOrRefused_AndNeverThrows()
    {
        var random = new Random(5);
        const string Letters = "ab=,\"\\1.- \u0000\ud800é";
        for (var i = 0; i < 200_000; i++)
        {
            var text = new string(random.GetItems<char>(Letters, random.Next(20)));
            Assert.DoesNotThrow(() => Cmcd.Read(text), text);
        }
    }
}
