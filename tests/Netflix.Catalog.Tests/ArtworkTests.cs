using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Contracts;
using Netflix.Testing;

namespace Netflix.Catalog.Tests;

/// <summary>Which still shows a title, and the clip under a resting pointer.</summary>
public class ArtworkTests
{
    private static HttpClient Studio => CatalogApp.Studio.Http;

    [Test]
    public async Task ChosenStill_IsTheTitlesPictureUntilANewAssetComes()
    {
        var contentId = await CatalogApp.PublishedAsync($"Chosen {Guid.NewGuid():N}");
        var ready = await PicturedAsync(contentId);
        using var viewer = await CatalogApp.App.SignUpAsync();

        var before = await Studio.GetAsync($"admin/content/{contentId}/artwork").JsonAsync();
        Assert.That(InUse(before), Is.EqualTo("art-1.jpg"), "the best, until somebody chooses");
        Assert.That(before.GetProperty("candidates")[1].GetProperty("url").GetString(), Is.EqualTo($"/api/v1/artwork/{ready.AssetId:N}/art-2.jpg"));
        Assert.That((before.GetProperty("candidates")[1].GetProperty("at").GetDouble(), before.GetProperty("candidates")[1].GetProperty("score").GetDouble()), Is.EqualTo((20, 0.7)));

        var after = await Studio.PutAsJsonAsync($"admin/content/{contentId}/artwork", new { file = "art-2.jpg" }).JsonAsync();
        Assert.That(InUse(after), Is.EqualTo("art-2.jpg"));
        var title = await viewer.Http.GetAsync($"content/{contentId}").JsonAsync();
        Assert.That(title.GetProperty("thumbnailUrl").GetString(), Is.EqualTo($"/api/v1/artwork/{ready.AssetId:N}/art-2.jpg"));
        Assert.That(title.GetProperty("artwork").GetProperty("poster").GetString(), Is.EqualTo($"/api/v1/artwork/{ready.AssetId:N}/wide-2.jpg"));
        Assert.That((await CardAsync(viewer, title)).GetProperty("thumbnailUrl").GetString(), Does.EndWith("art-2.jpg"), "found by search");

        await PicturedAsync(contentId);
        Assert.That(InUse(await Studio.GetAsync($"admin/content/{contentId}/artwork").JsonAsync()), Is.EqualTo("art-1.jpg"));
        await Studio.PutAsJsonAsync($"admin/content/{contentId}/artwork", new { file = "art-2.jpg" }).JsonAsync();
        Assert.That(InUse(await Studio.PutAsJsonAsync($"admin/content/{contentId}/artwork", new { }).JsonAsync()), Is.EqualTo("art-1.jpg"), "the best again");
    }

    [Test]
    public async Task StillOfAnEpisode_IsNamedWithItsVideo()
    {
        var series = await CatalogApp.Studio.CreateTitleAsync("Pictured series", "series");
        var videos = new List<Guid>();
        for (var episode = 1; episode <= 2; episode++)
        {
            var added = await Studio.PostAsJsonAsync($"admin/content/{series}/episodes", new { seasonNumber = 1, episodeNumber = episode, title = $"{episode}" }).JsonAsync(HttpStatusCode.Created);
            videos.Add(added.GetProperty("videoId").GetGuid());
            await CatalogApp.DeliverAsync(Pictured(series, videos[^1]));
        }

        var problem = await Studio.PutAsJsonAsync($"admin/content/{series}/artwork", new { file = "art-2.jpg" }).ProblemAsync(HttpStatusCode.BadRequest);
        Assert.That(problem.GetProperty("errors").EnumerateObject().Single().Name, Is.EqualTo("videoId"));
        var chosen = await Studio.PutAsJsonAsync($"admin/content/{series}/artwork", new { file = "art-2.jpg", videoId = videos[1] }).JsonAsync();

        Assert.That(chosen.GetProperty("candidates").GetArrayLength(), Is.EqualTo(4));
        Assert.That(chosen.GetProperty("candidates").EnumerateArray().Single(IsInUse).GetProperty("videoId").GetGuid(), Is.EqualTo(videos[1]));
    }

    [TestCase("art-9.jpg")]
    [TestCase("../poster.jpg")]
    [TestCase("")]
    public async Task StillThatIsNotThere_IsRefused(string file)
    {
        var contentId = await CatalogApp.PublishedAsync("No such still");
        await PicturedAsync(contentId);

        var problem = await Studio.PutAsJsonAsync($"admin/content/{contentId}/artwork", new { file }).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").EnumerateObject().Single().Name, Is.EqualTo("file"));
    }

    [Test]
    public async Task Routes_RefuseStrangersAndUnknownTitles()
    {
        using var viewer = await CatalogApp.App.SignUpAsync();
        var url = $"admin/content/{Guid.NewGuid()}/artwork";

        await Studio.GetAsync(url).ProblemAsync(HttpStatusCode.NotFound);
        await Studio.PutAsJsonAsync(url, new { file = "art-1.jpg" }).ProblemAsync(HttpStatusCode.NotFound);
        await viewer.Http.GetAsync(url).ProblemAsync(HttpStatusCode.Forbidden);
        await viewer.Http.PutAsJsonAsync(url, new { file = "art-1.jpg" }).ProblemAsync(HttpStatusCode.Forbidden);
        await CatalogApp.App.Anonymous.GetAsync(url).ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task Preview_IsOnTheCardAndServedInRanges()
    {
        var contentId = await CatalogApp.PublishedAsync($"Previewed {Guid.NewGuid():N}");
        var ready = await PicturedAsync(contentId);
        using var viewer = await CatalogApp.App.SignUpAsync();
        var folder = Path.Combine(CatalogApp.App.Directory, "media", "assets", $"{ready.AssetId:N}");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, "preview.mp4"), [.. Enumerable.Range(0, 100).Select(i => (byte)i)]);

        var title = await viewer.Http.GetAsync($"content/{contentId}").JsonAsync();
        var url = (await CardAsync(viewer, title)).GetProperty("previewUrl").GetString()!;
        using var request = new HttpRequestMessage(HttpMethod.Get, CatalogApp.App.BaseUrl + url) { Headers = { Range = new RangeHeaderValue(10, 19) } };
        using var part = await CatalogApp.App.Anonymous.SendAsync(request);

        Assert.That(url, Is.EqualTo($"/api/v1/artwork/{ready.AssetId:N}/preview.mp4").And.EqualTo(title.GetProperty("previewUrl").GetString()));
        Assert.That((part.StatusCode, part.Content.Headers.ContentType?.MediaType), Is.EqualTo((HttpStatusCode.PartialContent, "video/mp4")));
        Assert.That((await part.Content.ReadAsByteArrayAsync())[0], Is.EqualTo(10));
        await CatalogApp.App.Anonymous.GetAsync($"artwork/{Guid.NewGuid():N}/preview.mp4").ProblemAsync(HttpStatusCode.NotFound);
    }

    private static async Task<AssetReady> PicturedAsync(Guid contentId)
    {
        var videoId = (await Studio.GetAsync($"admin/content/{contentId}").JsonAsync()).GetProperty("videoId").GetGuid();
        var ready = Pictured(contentId, videoId);
        await CatalogApp.DeliverAsync(ready);
        return ready;
    }

    private static AssetReady Pictured(Guid contentId, Guid videoId)
    {
        var ready = CatalogApp.Ready(contentId, videoId);
        return ready with { Asset = ready.Asset with { Artwork = [new("art-1.jpg", 40, 0.9), new("art-2.jpg", 20, 0.7)], Preview = "preview.mp4" } };
    }

    private static async Task<JsonElement> CardAsync(TestUser viewer, JsonElement title) =>
        (await viewer.Http.GetAsync($"content/search?query={Uri.EscapeDataString(title.GetProperty("title").GetString()!)}").JsonAsync()).GetProperty("items")[0];

    private static string? InUse(JsonElement artwork) => artwork.GetProperty("candidates").EnumerateArray().Single(IsInUse).GetProperty("file").GetString();

    private static bool IsInUse(JsonElement candidate) => candidate.GetProperty("inUse").GetBoolean();
}
