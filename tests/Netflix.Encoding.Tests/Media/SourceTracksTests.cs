using System.Text.Json;
using Netflix.Encoding.Ladder;
using Netflix.Encoding.Media;

namespace Netflix.Encoding.Tests.Media;

public class SourceTracksTests
{
    [TestCase("""{"disposition": {"comment": 1}}""", "commentary")]
    [TestCase("""{"tags": {"title": "Director's Commentary"}}""", "commentary")]
    [TestCase("""{"disposition": {"visual_impaired": 1}}""", "description")]
    [TestCase("""{"tags": {"title": "English audio description"}}""", "description")]
    [TestCase("""{"tags": {"title": "Stereo"}}""", "main")]
    public void Audio_KindIsByDispositionOrTitle(string more, string kind) =>
        Assert.That(SourceTracks.Audio([Stream("audio", "aac", more)])[0].Kind, Is.EqualTo(kind));

    [TestCase("""{"disposition": {"forced": 1}}""", "forced")]
    [TestCase("""{"disposition": {"hearing_impaired": 1}}""", "captions")]
    [TestCase("""{"tags": {"title": "English SDH"}}""", "captions")]
    [TestCase("""{"tags": {"title": "English"}}""", "subtitles")]
    public void Text_KindIsByDispositionOrTitle(string more, string kind) =>
        Assert.That(SourceTracks.Text([Stream("subtitle", "subrip", more)])[0].Kind, Is.EqualTo(kind));

    [Test]
    public void Text_OfPicturesIsListedToo() => Assert.That(SourceTracks.Text([Stream("subtitle", "hdmv_pgs_subtitle", "{}")]), Has.Count.EqualTo(1));

    [Test]
    public void Chapters_AreOfTheFilmFromItsStart()
    {
        var chapters = JsonDocument.Parse("""
            [{"start_time": "12.0", "end_time": "25.0", "tags": {"title": "Two"}}, {"start_time": "9.5", "end_time": "12.0"}, {"start_time": "25", "end_time": "25"}]
            """).RootElement.EnumerateArray();

        Assert.That(SourceTracks.Chapters(chapters, start: 10, duration: 14), Is.EqualTo(new SourceChapter[] { new(0, 2, null), new(2, 14, "Two") }));
    }

    [Test]
    public void SeveralTracksOfALanguage_HaveTheirOwnNamesAndLabels()
    {
        SourceAudio[] audio =
        [
            new("aac", 1, "en", 6), new("aac", 2, "en", 2, "Cinema mix"), new("aac", 3, "en", 2), new("aac", 4, "en", 2, "Talk", "commentary"), new("aac", 5, "pt-BR", 1),
        ];
        var film = new SourceFilm("", "", 0, 16, 16, new(25, 1), 1, false, 1, audio, [], []);

        Assert.That(TrackPlans.Audio(film).Select(track => $"{track.Name} {track.Channels} {track.Label}"), Is.EqualTo(new[]
        {
            "a_en 2 English", "a_en-51 6 English", "a_en-2 2 English (Cinema mix)", "a_en-3 2 English 2", "a_en-4 2 English (commentary)", "a_pt-br 2 Português (Brasil)",
        }));
    }

    private static JsonElement Stream(string type, string codec, string more)
    {
        var stream = new Dictionary<string, object> { ["index"] = 1, ["codec_type"] = type, ["codec_name"] = codec, ["channels"] = 2, ["sample_rate"] = "48000" };
        foreach (var property in JsonDocument.Parse(more).RootElement.EnumerateObject())
        {
            stream[property.Name] = property.Value;
        }

        return JsonSerializer.SerializeToElement(stream);
    }
}
