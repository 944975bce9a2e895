using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Testing;

namespace Netflix.Catalog.Tests;

public class CollectionTests
{
    private static HttpClient Studio => CatalogApp.Studio.Http;

    [Test]
    public async Task Collection_ShowsWhatTheViewerMaySeeInItsOrder()
    {
        var (child, grown, abroad, draft) = (await CatalogApp.PublishedAsync("Collected child", "G"), await CatalogApp.PublishedAsync("Collected grown", "R"),
            await CatalogApp.PublishedAsync("Collected abroad", "G"), await CatalogApp.Studio.CreateTitleAsync("Collected draft"));
        await Viewers.LimitToAsync(abroad, "NO");
        var (mixed, adult) = (await CreateAsync("Mixed", [draft, grown, abroad, child]), await CreateAsync("Grown only", [grown]));
        using var viewer = await CatalogApp.App.SignUpAsync();
        using var family = await CatalogApp.App.SignUpAsync();
        await family.UseNewProfileAsync(isKids: true);

        Assert.That(await TitlesAsync(viewer, mixed), Is.EqualTo(new[] { grown, child }));
        Assert.That(await TitlesAsync(family, mixed), Is.EqualTo(new[] { child }));
        Assert.That(await TitlesAsync(family, adult), Is.Null, "a collection without a title that one may see is not there");

        var page = await viewer.Http.GetAsync($"content/collections/{mixed}?page=2&limit=1").JsonAsync();
        Assert.That((Viewers.ContentIds(page).Single(), page.GetProperty("totalCount").GetInt32(), page.GetProperty("name").GetString()), Is.EqualTo((child, 2, "Mixed")));
        Assert.That((await family.Http.GetAsync($"content/collections/{mixed}").JsonAsync()).GetProperty("totalCount").GetInt32(), Is.EqualTo(1));
        await family.Http.GetAsync($"content/collections/{adult}").ProblemAsync(HttpStatusCode.NotFound);
        await DeleteAsync(mixed, adult);
    }

    [Test]
    public async Task Unpublished_IsTheStudiosAlone()
    {
        var film = await CatalogApp.PublishedAsync("Collected in secret");
        var collection = await CreateAsync("Secret", [film], published: false);
        using var viewer = await CatalogApp.App.SignUpAsync();

        await viewer.Http.GetAsync($"content/collections/{collection}").ProblemAsync(HttpStatusCode.NotFound);
        Assert.That(await TitlesAsync(viewer, collection), Is.Null);
        await Studio.PatchAsJsonAsync($"admin/collections/{collection}", new { published = true }).JsonAsync();
        Assert.That(await TitlesAsync(viewer, collection), Is.EqualTo(new[] { film }));
        await DeleteAsync(collection);
    }

    [Test]
    public async Task Home_ShowsTheFirstThreeAsRows()
    {
        // Titles of their own: none stands twice on the first screen.
        var (films, ids) = (new List<Guid>(), new List<Guid>());
        foreach (var position in new[] { 3, 1, 2, 0 })
        {
            films.Add(await CatalogApp.PublishedAsync($"On the home page {position}"));
            ids.Add(await CreateAsync($"Home {position}", [films[^1]], position: position));
        }

        using var viewer = await CatalogApp.App.SignUpAsync();
        var rows = (await viewer.Http.GetAsync("content/home").JsonAsync()).GetProperty("rows").EnumerateArray()
            .Where(row => row.GetProperty("algorithm").GetString() == "editorial").ToList();

        Assert.That(rows.Select(row => row.GetProperty("title").GetString()), Is.EqualTo(new[] { "Home 0", "Home 1", "Home 2" }));
        Assert.That(rows[0].GetProperty("id").GetString(), Is.EqualTo($"collection-{ids[3]}"));
        Assert.That(Viewers.ContentIds(rows[0]), Is.EqualTo(new[] { films[3] }));
        await DeleteAsync([.. ids]);
    }

    [Test]
    public async Task Patch_ChangesOnlyWhatIsSentAndKeepsTheOrder()
    {
        var (one, two) = (await CatalogApp.Studio.CreateTitleAsync(), await CatalogApp.Studio.CreateTitleAsync());
        var collection = await CreateAsync("Patched", [one, two], published: false);

        await Studio.PatchAsJsonAsync($"admin/collections/{collection}", new { contentIds = new[] { two, one } }).JsonAsync();
        await Studio.PatchAsJsonAsync($"admin/collections/{collection}", new { name = "Renamed", description = "About it" }).JsonAsync();

        var read = await Studio.GetAsync($"admin/collections/{collection}").JsonAsync();
        Assert.That(read.GetProperty("contentIds").Deserialize<Guid[]>(), Is.EqualTo(new[] { two, one }));
        Assert.That((read.GetProperty("name").GetString(), read.GetProperty("description").GetString(), read.GetProperty("published").GetBoolean()), Is.EqualTo(("Renamed", "About it", false)));
        var listed = (await Studio.GetAsync("admin/collections?limit=100").JsonAsync()).GetProperty("items").EnumerateArray();
        Assert.That(listed.Single(item => item.GetProperty("collectionId").GetGuid() == collection).ToString(), Is.EqualTo(read.ToString()));

        await Studio.DeleteAsync($"admin/content/{two}");
        Assert.That((await Studio.GetAsync($"admin/collections/{collection}").JsonAsync()).GetProperty("contentIds").Deserialize<Guid[]>(), Is.EqualTo(new[] { one }));
        await DeleteAsync(collection);
        await Studio.GetAsync($"admin/collections/{collection}").ProblemAsync(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task ConcurrentPatches_LoseNoFieldAndNoTitle()
    {
        var films = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => CatalogApp.Studio.CreateTitleAsync($"Shuffled {i}")));
        var collection = await CreateAsync("Raced", films, published: false);
        object[] edits = [new { name = "Won" }, new { description = "Also" }, new { position = 77 }, new { contentIds = films.Reverse() }, new { contentIds = films.Skip(1) }];

        var answers = await Task.WhenAll(edits.Concat(edits).Select(edit => Studio.PatchAsJsonAsync($"admin/collections/{collection}", edit)));

        Assert.That(answers.Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.OK));
        var read = await Studio.GetAsync($"admin/collections/{collection}").JsonAsync();
        Assert.That((read.GetProperty("name").GetString(), read.GetProperty("description").GetString(), read.GetProperty("position").GetInt32()), Is.EqualTo(("Won", "Also", 77)));
        Assert.That(read.GetProperty("contentIds").Deserialize<Guid[]>(), Is.EqualTo(films.Reverse()).Or.EqualTo(films.Skip(1)));
        await DeleteAsync(collection);
    }

    [TestCase("{}", "name")]
    [TestCase("{\"name\":\" \"}", "name")]
    [TestCase("{\"name\":\"A\",\"position\":-1}", "position")]
    [TestCase("{\"name\":\"A\",\"description\":\"\\u0001\"}", "description")]
    [TestCase("{\"name\":\"A\",\"published\":\"yes\"}", "published")]
    [TestCase("{\"name\":\"A\",\"contentIds\":[\"x\"]}", "contentIds")]
    [TestCase("{\"name\":\"A\",\"contentIds\":[\"11111111-1111-1111-1111-111111111111\",\"11111111-1111-1111-1111-111111111111\"]}", "contentIds")]
    public async Task BadCollection_NamesTheField(string body, string field)
    {
        var problem = await Studio.PostAsync("admin/collections", Viewers.Json(body)).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Test]
    public async Task UnknownTitles_AreNamed()
    {
        var (known, unknown) = (await CatalogApp.Studio.CreateTitleAsync(), Guid.NewGuid());

        var problem = await Studio.PostAsJsonAsync("admin/collections", new { name = "A", contentIds = new[] { known, unknown } }).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").GetProperty("contentIds")[0].GetString(), Does.Contain($"{unknown}").And.Not.Contain($"{known}"));
        await Studio.PostAsJsonAsync("admin/collections", new { name = "A", contentIds = Enumerable.Range(0, 501).Select(_ => Guid.NewGuid()) }).ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task Strangers_AreRefused()
    {
        using var viewer = await CatalogApp.App.SignUpAsync();
        var id = Guid.NewGuid();
        await CatalogApp.App.Anonymous.GetAsync("content/collections").ProblemAsync(HttpStatusCode.Unauthorized);
        await CatalogApp.App.Anonymous.GetAsync("admin/collections").ProblemAsync(HttpStatusCode.Unauthorized);
        await viewer.Http.GetAsync("admin/collections").ProblemAsync(HttpStatusCode.Forbidden);
        await viewer.Http.PostAsJsonAsync("admin/collections", new { name = "A" }).ProblemAsync(HttpStatusCode.Forbidden);
        await viewer.Http.PatchAsJsonAsync($"admin/collections/{id}", new { name = "A" }).ProblemAsync(HttpStatusCode.Forbidden);
        await viewer.Http.DeleteAsync($"admin/collections/{id}").ProblemAsync(HttpStatusCode.Forbidden);
        await Studio.GetAsync($"admin/collections/{id}").ProblemAsync(HttpStatusCode.NotFound);
        await Studio.PatchAsJsonAsync($"admin/collections/{id}", new { name = "A" }).ProblemAsync(HttpStatusCode.NotFound);
        await Studio.DeleteAsync($"admin/collections/{id}").ProblemAsync(HttpStatusCode.NotFound);
        await Studio.GetAsync("admin/collections?page=0").ProblemAsync(HttpStatusCode.BadRequest);
        await viewer.Http.GetAsync($"content/collections/{id}").ProblemAsync(HttpStatusCode.NotFound);
        await viewer.Http.GetAsync($"content/collections/{id}?limit=101").ProblemAsync(HttpStatusCode.BadRequest);
    }

    private static async Task<Guid> CreateAsync(string name, Guid[] contentIds, bool published = true, int position = 0) =>
        (await Studio.PostAsJsonAsync("admin/collections", new { name, contentIds, published, position }).JsonAsync(HttpStatusCode.Created)).GetProperty("collectionId").GetGuid();

    private static async Task DeleteAsync(params Guid[] collections)
    {
        foreach (var id in collections)
        {
            await (await Studio.DeleteAsync($"admin/collections/{id}")).ExpectAsync(HttpStatusCode.NoContent);
        }
    }

    private static async Task<List<Guid>?> TitlesAsync(TestUser viewer, Guid collection) =>
        (await viewer.Http.GetAsync("content/collections").JsonAsync()).GetProperty("items").EnumerateArray()
            .Where(item => item.GetProperty("collectionId").GetGuid() == collection).Select(Viewers.ContentIds).FirstOrDefault();
}
