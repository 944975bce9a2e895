using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Testing;

namespace Netflix.Catalog.Tests;

/// <summary>What a profile's age or a region rules out is nowhere: not in a row, a search, a suggestion, a count, or by its id.</summary>
public class LimitsTests
{
    [Test]
    public async Task KidsProfile_MeetsNothingAboveItsAgeAnywhere()
    {
        var marker = $"Quokka{Guid.NewGuid():N}"[..12];
        var (grown, child) = (await AnnounceAsync($"{marker} grown", "R", marker), await AnnounceAsync($"{marker} child", "G", marker));
        using var adult = await CatalogApp.App.SignUpAsync();
        using var kid = await CatalogApp.App.SignUpAsync();
        var kids = (await kid.Http.PostAsJsonAsync("profiles", new { name = "Kid", isKids = true }).JsonAsync(HttpStatusCode.Created)).GetProperty("profileId").GetGuid();
        kid.Http.DefaultRequestHeaders.Remove("Profile-Id");
        kid.Http.DefaultRequestHeaders.Add("Profile-Id", $"{kids}");

        await ShowsAsync(adult, adult.ProfileId, marker, [grown, child]);
        await ShowsAsync(kid, kids, marker, [child]);
        await NowhereAsync(kid, kids, grown);
    }

    [Test]
    public async Task OtherRegion_MeetsTheTitleNowhere()
    {
        var marker = $"Numbat{Guid.NewGuid():N}"[..12];
        var (here, everywhere) = (await AnnounceAsync($"{marker} here", "G", marker), await AnnounceAsync($"{marker} everywhere", "G", marker));
        await (await CatalogApp.Studio.Http.PutAsJsonAsync($"admin/content/{here}/availability", new[] { new { region = "SE" } })).ExpectAsync(HttpStatusCode.OK);
        using var swede = await CatalogApp.App.SignUpAsync(country: "SE");
        using var dane = await CatalogApp.App.SignUpAsync(country: "DK");

        await ShowsAsync(swede, swede.ProfileId, marker, [here, everywhere]);
        await ShowsAsync(dane, dane.ProfileId, marker, [everywhere]);
        await NowhereAsync(dane, dane.ProfileId, here);
    }

    /// <summary>Every list, with its count and facets, holds just these of the marked titles.</summary>
    private static async Task ShowsAsync(TestUser viewer, Guid profileId, string marker, Guid[] titles)
    {
        foreach (var path in new[] { $"content/search?query={marker}", $"content/browse?genre={marker}", $"content/category/{marker}" })
        {
            var list = await viewer.Http.GetAsync(path).JsonAsync();
            Assert.That(Ids(list.GetProperty("items")), Is.EquivalentTo(titles), path);
            Assert.That(list.GetProperty("totalCount").GetInt32(), Is.EqualTo(titles.Length), path);
            Assert.That(
                list.GetProperty("facets").GetProperty("genres").EnumerateArray().Single(genre => genre.GetProperty("value").GetString() == marker).GetProperty("count").GetInt32(),
                Is.EqualTo(titles.Length), path);
        }

        var suggestions = (await viewer.Http.GetAsync($"content/suggest?prefix={marker[..8]}").JsonAsync()).GetProperty("suggestions").EnumerateArray().ToList();
        Assert.That(suggestions.Where(one => one.GetProperty("kind").GetString() == "title").Select(one => one.GetProperty("contentId").GetGuid()), Is.EquivalentTo(titles));
        var person = suggestions.Single(one => one.GetProperty("kind").GetString() == "person").GetProperty("personId").GetGuid();
        var page = await viewer.Http.GetAsync($"content/people/{person}").JsonAsync();
        Assert.That(Ids(page.GetProperty("items")), Is.EquivalentTo(titles));
        Assert.That(page.GetProperty("totalCount").GetInt32(), Is.EqualTo(titles.Length));
        Assert.That(Ids((await viewer.Http.GetAsync($"content/{titles[^1]}/similar").JsonAsync()).GetProperty("items")), Is.SupersetOf(titles[..^1]));
    }

    private static async Task NowhereAsync(TestUser viewer, Guid profileId, Guid hidden)
    {
        foreach (var path in new[] { $"content/{hidden}", $"content/{hidden}/episodes", $"content/{hidden}/similar", $"content/{hidden}/rating" })
        {
            await viewer.Http.GetAsync(path).ProblemAsync(HttpStatusCode.NotFound);
        }

        await viewer.Http.PostAsJsonAsync($"content/{hidden}/rating", new { rating = 5 }).ProblemAsync(HttpStatusCode.NotFound);
        await viewer.Http.PostAsJsonAsync($"profiles/{profileId}/my-list", new { contentId = hidden }).ProblemAsync(HttpStatusCode.NotFound);
        var home = await viewer.Http.GetAsync("content/home").JsonAsync();
        Assert.That(home.GetProperty("rows").EnumerateArray().SelectMany(row => Ids(row.GetProperty("items"))), Does.Not.Contain(hidden));
        var recommended = await viewer.Http.GetAsync($"profiles/{profileId}/recommendations?limit=100").JsonAsync();
        Assert.That(Ids(recommended.GetProperty("items")), Does.Not.Contain(hidden));
    }

    /// <summary>The marker is its genre and its one person's name too.</summary>
    private static async Task<Guid> AnnounceAsync(string title, string rating, string marker) =>
        (await CatalogApp.Studio.Http.PostAsJsonAsync("admin/content", new
        {
            title, type = "movie", rating, genres = new[] { marker }, cast = new[] { $"{marker} Person" }, state = "announced",
        }).JsonAsync(HttpStatusCode.Created)).GetProperty("contentId").GetGuid();

    private static IEnumerable<Guid> Ids(JsonElement items) => items.EnumerateArray().Select(card => card.GetProperty("contentId").GetGuid());
}
