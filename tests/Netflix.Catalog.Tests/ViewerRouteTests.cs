using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Testing;

namespace Netflix.Catalog.Tests;

public class ViewerRouteTests
{
    [Test]
    public async Task Draft_IsNowhere()
    {
        var draft = await CatalogApp.Studio.CreateTitleAsync("Hidden draft");
        using var viewer = await CatalogApp.App.SignUpAsync();

        await viewer.Http.GetAsync($"content/{draft}").ProblemAsync(HttpStatusCode.NotFound);
        Assert.That(await IdsAsync(viewer, "content/search?query=hidden+draft"), Does.Not.Contain(draft));
        Assert.That(await IdsAsync(viewer, "content/browse?limit=100"), Does.Not.Contain(draft));
        await viewer.Http.PostAsJsonAsync($"content/{draft}/rating", new { rating = 5 }).ProblemAsync(HttpStatusCode.NotFound);
        await viewer.Http.PostAsJsonAsync($"profiles/{viewer.ProfileId}/my-list", new { contentId = draft }).ProblemAsync(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task Announced_IsSeenAsComingSoonAndNotPlayable()
    {
        var contentId = (await CatalogApp.Studio.Http.PostAsJsonAsync("admin/content", new { title = "Coming soon", type = "movie", rating = "G", state = "announced" })
            .JsonAsync(HttpStatusCode.Created)).GetProperty("contentId").GetGuid();
        using var viewer = await CatalogApp.App.SignUpAsync();

        var title = await viewer.Http.GetAsync($"content/{contentId}").JsonAsync();

        Assert.That(title.GetProperty("state").GetString(), Is.EqualTo("announced"));
        Assert.That(title.GetProperty("videoId").ValueKind, Is.EqualTo(JsonValueKind.Null));
    }

    [Test]
    public async Task Window_OpensAndClosesByItself()
    {
        var contentId = await CatalogApp.PublishedAsync("In a window");
        using var viewer = await CatalogApp.App.SignUpAsync(country: "SE");
        var now = DateTimeOffset.UtcNow;

        await SetAsync(new { region = "SE", from = now.AddDays(-1), to = now.AddSeconds(-1) });
        await viewer.Http.GetAsync($"content/{contentId}").ProblemAsync(HttpStatusCode.NotFound);
        await SetAsync(new { region = "*", from = now.AddDays(1) });
        await viewer.Http.GetAsync($"content/{contentId}").ProblemAsync(HttpStatusCode.NotFound);
        await SetAsync(new { region = "SE", from = now.AddDays(-1), to = now.AddDays(1) });
        await viewer.Http.GetAsync($"content/{contentId}").JsonAsync();

        async Task SetAsync(object window) =>
            await (await CatalogApp.Studio.Http.PutAsJsonAsync($"admin/content/{contentId}/availability", new[] { window })).ExpectAsync(HttpStatusCode.OK);
    }

    [Test]
    public async Task KidsProfile_SeesOnlyWhatItsAgeMay()
    {
        var grown = await CatalogApp.PublishedAsync("Grown up film", "R");
        var child = await CatalogApp.PublishedAsync("Childrens film", "G");
        using var viewer = await CatalogApp.App.SignUpAsync();
        var kids = await viewer.Http.PostAsJsonAsync("profiles", new { name = "Kid", isKids = true }).JsonAsync(HttpStatusCode.Created);
        viewer.Http.DefaultRequestHeaders.Remove("Profile-Id");
        viewer.Http.DefaultRequestHeaders.Add("Profile-Id", kids.GetProperty("profileId").GetString());

        await viewer.Http.GetAsync($"content/{grown}").ProblemAsync(HttpStatusCode.NotFound);
        await viewer.Http.GetAsync($"content/{child}").JsonAsync();
        Assert.That(await IdsAsync(viewer, "content/search?query=film"), Does.Contain(child).And.Not.Contain(grown));
        Assert.That(await IdsAsync(viewer, "content/browse?limit=100"), Does.Contain(child).And.Not.Contain(grown));
        Assert.That(await IdsAsync(viewer, $"content/{child}/similar"), Does.Not.Contain(grown));
    }

    [TestCase("")]
    [TestCase("%20")]
    [TestCase("%00")]
    [TestCase("'; drop table catalog.titles; --")]
    [TestCase("%F0%9F%8E%AC")]
    [TestCase("100%25_\\")]
    public async Task OddQuery_IsAnswered(string query)
    {
        using var viewer = await CatalogApp.App.SignUpAsync();

        await viewer.Http.GetAsync($"content/search?query={query}").JsonAsync();
        await viewer.Http.GetAsync($"content/suggest?prefix={query}").JsonAsync();
        await viewer.Http.GetAsync($"content/browse?genre={query}").JsonAsync();
    }

    [Test]
    public async Task VeryLongQuery_IsAnswered()
    {
        using var viewer = await CatalogApp.App.SignUpAsync();

        var page = await viewer.Http.GetAsync($"content/search?query={new string('x', 7000)}").JsonAsync();

        Assert.That(page.GetProperty("totalCount").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task Accents_AreFoldedBothWays()
    {
        var contentId = await CatalogApp.PublishedAsync("Amélie à Łódź");
        using var viewer = await CatalogApp.App.SignUpAsync();

        Assert.That(await IdsAsync(viewer, "content/search?query=amelie+a+lodz"), Does.Contain(contentId));
        Assert.That(await IdsAsync(viewer, "content/search?query=AM%C3%89LIE"), Does.Contain(contentId));
    }

    [Test]
    public async Task Ratings_OneAProfileAndTheAverageIsRightUnderConcurrency()
    {
        var contentId = await CatalogApp.PublishedAsync("To be rated");
        using var first = await CatalogApp.App.SignUpAsync();
        using var second = await CatalogApp.App.SignUpAsync();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => first.Http.PostAsJsonAsync($"content/{contentId}/rating", new { rating = 1 + (i % 5) })));
        await first.Http.PostAsJsonAsync($"content/{contentId}/rating", new { rating = 2 });
        await second.Http.PostAsJsonAsync($"content/{contentId}/rating", new { rating = 5 });

        var answer = await first.Http.GetAsync($"content/{contentId}/rating").JsonAsync();
        Assert.That(answer.GetProperty("averageRating").GetDouble(), Is.EqualTo(3.5));
        Assert.That(answer.GetProperty("totalRatings").GetInt32(), Is.EqualTo(2));
        Assert.That(answer.GetProperty("userRating").GetInt32(), Is.EqualTo(2));
    }

    [TestCase("{\"rating\":0}")]
    [TestCase("{\"rating\":6}")]
    [TestCase("{}")]
    [TestCase("{\"rating\":4.5}")]
    public async Task BadRating_Is400(string body)
    {
        var contentId = await CatalogApp.PublishedAsync("Badly rated");
        using var viewer = await CatalogApp.App.SignUpAsync();

        await viewer.Http.PostAsync($"content/{contentId}/rating", new StringContent(body, null, "application/json")).ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task MyList_KeepsWhatIsAddedOnceAndShowsTheNewestFirst()
    {
        var (one, two) = (await CatalogApp.PublishedAsync("Listed one"), await CatalogApp.PublishedAsync("Listed two"));
        using var viewer = await CatalogApp.App.SignUpAsync();
        var path = $"profiles/{viewer.ProfileId}/my-list";

        foreach (var id in new[] { one, two, two })
        {
            await (await viewer.Http.PostAsJsonAsync(path, new { contentId = id })).ExpectAsync(HttpStatusCode.NoContent);
        }

        Assert.That(await IdsAsync(viewer, path), Is.EqualTo(new[] { two, one }));
        await (await viewer.Http.DeleteAsync($"{path}/{two}")).ExpectAsync(HttpStatusCode.NoContent);
        await (await viewer.Http.DeleteAsync($"{path}/{two}")).ExpectAsync(HttpStatusCode.NoContent);
        Assert.That(await IdsAsync(viewer, path), Is.EqualTo(new[] { one }));
    }

    [Test]
    public async Task WithoutProfile_Is400AndAForeignOne404()
    {
        using var viewer = await CatalogApp.App.SignUpAsync();
        using var other = await CatalogApp.App.SignUpAsync();
        viewer.Http.DefaultRequestHeaders.Remove("Profile-Id");

        await viewer.Http.GetAsync("content/home").ProblemAsync(HttpStatusCode.BadRequest);
        viewer.Http.DefaultRequestHeaders.Add("Profile-Id", other.ProfileId.ToString());
        await viewer.Http.GetAsync("content/home").ProblemAsync(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task LateAssetEvent_DoesNotReplaceANewerOne()
    {
        var contentId = await CatalogApp.Studio.CreateTitleAsync("Encoded twice");
        var videoId = (await CatalogApp.Studio.Http.GetAsync($"admin/content/{contentId}").JsonAsync()).GetProperty("videoId").GetGuid();
        var now = DateTimeOffset.UtcNow;
        var newer = CatalogApp.Ready(contentId, videoId, Guid.CreateVersion7(now));
        var older = CatalogApp.Ready(contentId, videoId, Guid.CreateVersion7(now.AddMinutes(-1)));
        await CatalogApp.DeliverAsync(newer);
        await CatalogApp.Studio.PublishAsync(contentId);

        await CatalogApp.DeliverAsync(older);

        using var viewer = await CatalogApp.App.SignUpAsync();
        var title = await viewer.Http.GetAsync($"content/{contentId}").JsonAsync();
        Assert.That(title.GetProperty("thumbnailUrl").GetString(), Does.Contain($"{newer.AssetId:N}"));
    }

    private static async Task<List<Guid>> IdsAsync(TestUser viewer, string path) =>
        [.. (await viewer.Http.GetAsync(path).JsonAsync()).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("contentId").GetGuid())];
}
