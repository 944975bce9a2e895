using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Testing;

namespace Netflix.Catalog.Tests;

public class MyListTests
{
    private Guid[] films = null!;

    [OneTimeSetUp]
    public async Task MakeFilmsAsync() => films = await Task.WhenAll(Enumerable.Range(1, 6).Select(i => CatalogApp.PublishedAsync($"Ordered {i}")));

    [Test]
    public async Task SentOrder_ComesFirstAndTheOthersFollowAsTheyWere()
    {
        using var viewer = await CatalogApp.App.SignUpAsync();
        var path = await AddAsync(viewer, films[..4]);
        Assert.That(await viewer.ContentIdsAsync(path), Is.EqualTo(new[] { films[3], films[2], films[1], films[0] }));

        await (await viewer.Http.PutAsJsonAsync($"{path}/order", new { contentIds = new[] { films[0], films[2] } })).ExpectAsync(HttpStatusCode.NoContent);
        Assert.That(await viewer.ContentIdsAsync(path), Is.EqualTo(new[] { films[0], films[2], films[3], films[1] }));

        await AddAsync(viewer, [films[4], films[2]]);
        Assert.That(await viewer.ContentIdsAsync(path), Is.EqualTo(new[] { films[4], films[0], films[2], films[3], films[1] }), "a new title comes first, one that is there stays");
        Assert.That(await viewer.ContentIdsAsync($"{path}?page=2&limit=2"), Is.EqualTo(new[] { films[2], films[3] }));

        var home = await viewer.Http.GetAsync("content/home").JsonAsync();
        var row = home.GetProperty("rows").EnumerateArray().First(row => row.GetProperty("id").GetString() == "my-list");
        Assert.That(Viewers.ContentIds(row)[0], Is.EqualTo(films[4]));
    }

    [Test]
    public async Task WrongOrder_Is400AndNamesTheStrangers()
    {
        using var viewer = await CatalogApp.App.SignUpAsync();
        var path = await AddAsync(viewer, films[..2]);

        var problem = await viewer.Http.PutAsJsonAsync($"{path}/order", new { contentIds = new[] { films[0], films[5] } }).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").GetProperty("contentIds")[0].GetString(), Does.Contain($"{films[5]}").And.Not.Contain($"{films[0]}"));
        Assert.That(await viewer.ContentIdsAsync(path), Is.EqualTo(new[] { films[1], films[0] }));
    }

    [TestCase("{}")]
    [TestCase("{\"contentIds\":null}")]
    [TestCase("{\"contentIds\":[\"x\"]}")]
    [TestCase("{\"contentIds\":[\"11111111-1111-1111-1111-111111111111\",\"11111111-1111-1111-1111-111111111111\"]}")]
    public async Task BadOrder_NamesTheField(string body)
    {
        using var viewer = await CatalogApp.App.SignUpAsync();

        var problem = await viewer.Http.PutAsync($"profiles/{viewer.ProfileId}/my-list/order", Viewers.Json(body)).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").TryGetProperty("contentIds", out _), problem.ToString());
    }

    [Test]
    public async Task ForeignList_Is404AndWithoutToken401()
    {
        using var viewer = await CatalogApp.App.SignUpAsync();
        using var other = await CatalogApp.App.SignUpAsync();
        var path = $"profiles/{other.ProfileId}/my-list";

        await viewer.Http.GetAsync(path).ProblemAsync(HttpStatusCode.NotFound);
        await viewer.Http.PostAsJsonAsync(path, new { contentId = films[0] }).ProblemAsync(HttpStatusCode.NotFound);
        await viewer.Http.PutAsJsonAsync($"{path}/order", new { contentIds = films }).ProblemAsync(HttpStatusCode.NotFound);
        await viewer.Http.DeleteAsync($"{path}/{films[0]}").ProblemAsync(HttpStatusCode.NotFound);
        await CatalogApp.App.Anonymous.PutAsJsonAsync($"{path}/order", new { contentIds = films }).ProblemAsync(HttpStatusCode.Unauthorized);
    }

    [Test]
    public async Task AddRemoveAndReorderAtOnce_StayRight()
    {
        using var viewer = await CatalogApp.App.SignUpAsync();
        var path = await AddAsync(viewer, films[..3]);

        await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
        {
            using var answer = (i % 4) switch
            {
                0 => await viewer.Http.PostAsJsonAsync(path, new { contentId = films[3 + (i / 4 % 3)] }),
                1 => await viewer.Http.DeleteAsync($"{path}/{films[3 + (i / 4 % 3)]}"),
                2 => await viewer.Http.PutAsJsonAsync($"{path}/order", new { contentIds = new[] { films[2], films[0], films[1] } }),
                _ => await viewer.Http.GetAsync(path),
            };
            Assert.That(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }));
        await AddAsync(viewer, films[3..]);
        await (await viewer.Http.PutAsJsonAsync($"{path}/order", new { contentIds = films.Reverse() })).ExpectAsync(HttpStatusCode.NoContent);

        Assert.That(await viewer.ContentIdsAsync(path), Is.EqualTo(films.Reverse()));
    }

    [Test]
    public async Task FullList_Is409AndTakesWhatIsThereAlready()
    {
        using var viewer = await CatalogApp.App.SignUpAsync();
        await using (var scope = CatalogApp.App.Services.CreateAsyncScope())
        {
            await scope.ServiceProvider.GetRequiredService<CatalogDbContext>().Database.ExecuteSqlAsync($"""
                with made as (insert into catalog.titles (content_id, type, state, name, description, genres, maturity, created_at)
                    select gen_random_uuid(), 'Series', 'Draft', 'Filler', '', array[]::text[], 0, now() from generate_series(1, 499) returning content_id)
                insert into catalog.my_list (profile_id, content_id, added_at, position) select {viewer.ProfileId}, content_id, now(), row_number() over () from made
                """);
        }

        var path = await AddAsync(viewer, [films[0]]);

        var problem = await viewer.Http.PostAsJsonAsync(path, new { contentId = films[1] }).ProblemAsync(HttpStatusCode.Conflict);
        Assert.That(problem.GetProperty("detail").GetString(), Does.Contain("500"));
        await AddAsync(viewer, [films[0]]);
    }

    private static async Task<string> AddAsync(TestUser viewer, Guid[] titles)
    {
        var path = $"profiles/{viewer.ProfileId}/my-list";
        foreach (var contentId in titles)
        {
            await (await viewer.Http.PostAsJsonAsync(path, new { contentId })).ExpectAsync(HttpStatusCode.NoContent);
        }

        return path;
    }
}
