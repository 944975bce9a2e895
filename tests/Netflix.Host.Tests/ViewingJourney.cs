using System.Net;
using System.Net.Http.Json;
using Netflix.Testing;

namespace Netflix.Host.Tests;

/// <summary>How a profile likes its player, and the tracks it chose: the same on every device.</summary>
public class ViewingJourney
{
    [Test]
    public async Task Choices_AreKnownOnAnotherDevice()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        await PutAsync(viewer, "settings", new { skip = new { intro = "auto", preview = "ignore" }, subtitles = new { size = "large" } });
        await PutAsync(viewer, $"tracks/{FilmApp.ContentId}", new { audio = new { id = "sv|Svenska|2|main", language = "sv" }, subtitlesOff = true });

        using var second = await FilmApp.App.SignInAsync(viewer.Email, "correct horse battery");
        var start = (await second.StartPlaybackAsync(FilmApp.VideoId)).GetProperty("viewing");

        Assert.That(start.GetProperty("settings").GetProperty("skip").GetProperty("preview").GetString(), Is.EqualTo("ignore"));
        Assert.That(start.GetProperty("settings").GetProperty("subtitles").GetProperty("size").GetString(), Is.EqualTo("large"));
        Assert.That(start.GetProperty("tracks").GetProperty("audio").GetProperty("language").GetString(), Is.EqualTo("sv"));
        Assert.That(start.GetProperty("tracks").GetProperty("subtitlesOff").GetBoolean());
        var other = await second.Http.GetAsync($"profiles/{viewer.ProfileId}/viewing?contentId={Guid.NewGuid()}").JsonAsync();
        Assert.That(other.GetProperty("tracks").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
        Assert.That(other.GetProperty("lastTracks").GetProperty("audio").GetProperty("language").GetString(), Is.EqualTo("sv"), "the language taken last");
    }

    [Test]
    public async Task NewProfile_HasNone()
    {
        using var viewer = await FilmApp.App.SignUpAsync();

        var viewing = (await viewer.StartPlaybackAsync(FilmApp.VideoId)).GetProperty("viewing");

        Assert.That(viewing.EnumerateObject().Select(one => one.Value.ValueKind), Is.All.EqualTo(System.Text.Json.JsonValueKind.Null));
    }

    [Test]
    public async Task WrongChoices_AreRefused()
    {
        using var viewer = await FilmApp.App.SignUpAsync();
        using var stranger = await FilmApp.App.SignUpAsync();
        var path = $"profiles/{viewer.ProfileId}/viewing";

        await viewer.Http.PutAsJsonAsync($"{path}/settings", new { skip = new { intro = "always" } }).ProblemAsync(HttpStatusCode.BadRequest);
        await viewer.Http.PutAsJsonAsync($"{path}/settings", new { skip = new { news = "auto" } }).ProblemAsync(HttpStatusCode.BadRequest);
        await viewer.Http.PutAsJsonAsync($"{path}/settings", new { subtitles = new { size = "12px" } }).ProblemAsync(HttpStatusCode.BadRequest);
        await viewer.Http.PutAsJsonAsync($"{path}/tracks/{FilmApp.ContentId}", new { audio = new { id = new string('x', 300), language = "sv" } }).ProblemAsync(HttpStatusCode.BadRequest);
        await viewer.Http.PutAsJsonAsync($"{path}/tracks/{FilmApp.ContentId}", new { audio = new { id = "a\0b", language = "sv" } }).ProblemAsync(HttpStatusCode.BadRequest);
        await viewer.Http.PutAsJsonAsync($"{path}/tracks/{Guid.NewGuid()}", new { subtitlesOff = true }).ProblemAsync(HttpStatusCode.NotFound);
        await stranger.Http.GetAsync(path).ProblemAsync(HttpStatusCode.NotFound);
        await stranger.Http.PutAsJsonAsync($"{path}/settings", new { }).ProblemAsync(HttpStatusCode.NotFound);
    }

    private static async Task PutAsync(TestUser viewer, string path, object body) =>
        await (await viewer.Http.PutAsJsonAsync($"profiles/{viewer.ProfileId}/viewing/{path}", body)).ExpectAsync(HttpStatusCode.NoContent);
}
