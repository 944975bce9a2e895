using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Testing;

namespace Netflix.Catalog.Tests.Search;

public class SearchTests
{
    [Test]
    public void Import_TakesEveryFilm()
    {
        Assert.That(RealSizeApp.Report.GetProperty("created").GetInt32(), Is.EqualTo(LargeCatalogue.Lines().Count()));
        Assert.That(RealSizeApp.Report.GetProperty("failed").GetInt32(), Is.Zero, RealSizeApp.Report.ToString());
    }

    [Test]
    public async Task HyphenSpaceAndJoined_FindTheSameFilmsFirst()
    {
        var joined = await RealSizeApp.TitlesAsync("spiderman");

        Assert.That(joined[0], Is.EqualTo("Spider-Man"));
        Assert.That((await RealSizeApp.TitlesAsync("spider man")).Take(3), Is.EqualTo(joined.Take(3)));
        Assert.That((await RealSizeApp.TitlesAsync("Spider-Man")).Take(3), Is.EqualTo(joined.Take(3)));
    }

    [TestCase("teh godfather", "the godfather")]
    [TestCase("goodfelas", "goodfellas")]
    public async Task Typo_SaysWhatWasLookedForInstead(string typed, string meant) =>
        Assert.That((await RealSizeApp.SearchAsync(typed)).GetProperty("correctedQuery").GetString(), Is.EqualTo(meant));

    [Test]
    public async Task RightSpelling_IsNotCorrected() =>
        Assert.That((await RealSizeApp.SearchAsync("casablanca")).GetProperty("correctedQuery").ValueKind, Is.EqualTo(JsonValueKind.Null));

    [TestCase("")]
    [TestCase("   ")]
    [TestCase("😀🎬")]
    [TestCase("'; drop table catalog.titles; --")]
    [TestCase("%_\\")]
    [TestCase("& | ! ( ) : * <->")]
    [TestCase("\uD800")]
    [TestCase("a\u0000b")]
    [TestCase("''")]
    [TestCase("日本語")]
    public async Task OddQuery_IsAnswered(string query)
    {
        await RealSizeApp.Viewer.Http.GetAsync("content/search?query=" + WebUtility.UrlEncode(query)).JsonAsync();
        await RealSizeApp.Viewer.Http.GetAsync("content/suggest?prefix=" + WebUtility.UrlEncode(query)).JsonAsync();
    }

    [Test]
    public async Task TenThousandLetters_AreAnswered()
    {
        var answer = await RealSizeApp.SearchAsync(new string('x', 10_000));

        Assert.That(answer.GetProperty("totalCount").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task NothingMatches_TellsWhatIsNear()
    {
        var answer = await RealSizeApp.SearchAsync("casablanca zzzyyyxxx");

        Assert.That(answer.GetProperty("totalCount").GetInt32(), Is.Zero);
        Assert.That(answer.GetProperty("near").EnumerateArray().Select(card => card.GetProperty("title").GetString()), Does.Contain("Casablanca"));
    }

    [Test]
    public async Task Match_IsHighlightedWhereItIs()
    {
        var title = (await RealSizeApp.SearchAsync("spiderman")).GetProperty("items")[0].GetProperty("match");
        var person = (await RealSizeApp.SearchAsync("audrey tautou")).GetProperty("items")[0].GetProperty("match");

        Assert.That(title.ToString(), Is.EqualTo("""{"field":"title","text":"Spider-Man","ranges":[[0,6],[7,3]]}"""));
        Assert.That(person.GetProperty("field").GetString(), Is.EqualTo("person"));
        Assert.That(person.GetProperty("text").GetString(), Is.EqualTo("Audrey Tautou"));
    }

    [Test]
    public async Task Facets_CountWhatChoosingThemGives()
    {
        var all = await RealSizeApp.SearchAsync("the", "&limit=1");
        foreach (var (facet, parameter) in new[] { ("genres", "genre"), ("types", "type"), ("ratings", "rating"), ("languages", "language") })
        {
            var value = all.GetProperty("facets").GetProperty(facet)[0];
            var chosen = await RealSizeApp.SearchAsync("the", $"&limit=1&{parameter}={Uri.EscapeDataString(value.GetProperty("value").GetString()!)}");
            Assert.That(chosen.GetProperty("totalCount").GetInt32(), Is.EqualTo(value.GetProperty("count").GetInt32()), facet);
        }

        var decade = all.GetProperty("facets").GetProperty("years")[0];
        var from = int.Parse(decade.GetProperty("value").GetString()!, null);
        Assert.That(
            (await RealSizeApp.SearchAsync("the", $"&yearFrom={from}&yearTo={from + 9}")).GetProperty("totalCount").GetInt32(),
            Is.EqualTo(decade.GetProperty("count").GetInt32()));
    }

    [Test]
    public async Task Browse_PagesHoldEveryTitleOnce()
    {
        var ids = new HashSet<Guid>();
        var page = 1;
        JsonElement answer;
        do
        {
            answer = await RealSizeApp.Viewer.Http.GetAsync($"content/browse?genre=noir&sort=title&limit=100&page={page++}").JsonAsync();
            foreach (var card in answer.GetProperty("items").EnumerateArray())
            {
                Assert.That(ids.Add(card.GetProperty("contentId").GetGuid()), Is.True, card.ToString());
            }
        }
        while (answer.GetProperty("items").GetArrayLength() > 0);

        Assert.That(ids, Has.Count.EqualTo(answer.GetProperty("totalCount").GetInt32()));
    }

    [TestCase("go", "title")]
    [TestCase("tom ha", "person")]
    [TestCase("thril", "genre")]
    public async Task Prefix_SuggestsFromTheSecondLetter(string prefix, string kind)
    {
        var suggestions = (await RealSizeApp.Viewer.Http.GetAsync($"content/suggest?prefix={Uri.EscapeDataString(prefix)}").JsonAsync()).GetProperty("suggestions");

        var found = suggestions.EnumerateArray().Where(one => one.GetProperty("kind").GetString() == kind).Select(one => one.GetProperty("text").GetString()!).ToArray();
        Assert.That(found, Is.Not.Empty, suggestions.ToString());
        Assert.That(found[0], Does.Match($@"(?i)^((the|an?) )?{prefix}"));
    }

    [Test]
    public async Task Suggestions_NameWhatTheyLeadTo()
    {
        var suggestions = (await RealSizeApp.Viewer.Http.GetAsync("content/suggest?prefix=tom+hanks").JsonAsync()).GetProperty("suggestions").EnumerateArray();

        var person = suggestions.First(one => one.GetProperty("kind").GetString() == "person");
        var page = await RealSizeApp.Viewer.Http.GetAsync($"content/people/{person.GetProperty("personId").GetGuid()}").JsonAsync();
        Assert.That(page.GetProperty("name").GetString(), Is.EqualTo("Tom Hanks"));
        Assert.That(page.GetProperty("totalCount").GetInt32(), Is.GreaterThanOrEqualTo(5));
    }

    [Test]
    public async Task Change_ShowsAtOnceThoughTheOldAnswerIsKept()
    {
        var name = $"Zyxel {Guid.NewGuid():N}"[..14];
        Assert.That(await RealSizeApp.TitlesAsync(name), Does.Not.Contain(name));

        var contentId = (await RealSizeApp.Studio.Http.PostAsJsonAsync("admin/content", new { title = name, type = "movie", rating = "G", state = "announced" })
            .JsonAsync(HttpStatusCode.Created)).GetProperty("contentId").GetGuid();
        Assert.That(await RealSizeApp.TitlesAsync(name), Does.Contain(name));

        await (await RealSizeApp.Studio.Http.DeleteAsync($"admin/content/{contentId}")).ExpectAsync(HttpStatusCode.NoContent);
        Assert.That(await RealSizeApp.TitlesAsync(name), Does.Not.Contain(name));
    }

    [Test]
    public async Task Window_OpensAndClosesInKeptAnswersToo()
    {
        var name = $"Windowed {Guid.NewGuid():N}"[..16];
        var contentId = (await RealSizeApp.Studio.Http.PostAsJsonAsync("admin/content", new { title = name, type = "movie", rating = "G", state = "announced" })
            .JsonAsync(HttpStatusCode.Created)).GetProperty("contentId").GetGuid();
        var now = DateTimeOffset.UtcNow;
        await (await RealSizeApp.Studio.Http.PutAsJsonAsync($"admin/content/{contentId}/availability", new[] { new { region = "SE", from = now.AddSeconds(3), to = now.AddSeconds(6) } }))
            .ExpectAsync(HttpStatusCode.OK);

        Assert.That(await RealSizeApp.TitlesAsync(name), Does.Not.Contain(name));
        await Expect.EventuallyAsync(() => RealSizeApp.TitlesAsync(name), titles => titles.Contains(name));
        await Expect.EventuallyAsync(() => RealSizeApp.TitlesAsync(name), titles => !titles.Contains(name));
    }

    [Test]
    public async Task Translation_IsFoundAndShownToWhoReadsIt()
    {
        var (own, french) = ($"Harbour {Guid.NewGuid():N}"[..15], $"Portville {Guid.NewGuid():N}"[..17]);
        await RealSizeApp.Studio.Http.PostAsJsonAsync("admin/content", new
        {
            title = own, type = "movie", rating = "G", state = "announced", localizations = new[] { new { language = "fr", title = french, description = "Un film." } },
        }).JsonAsync(HttpStatusCode.Created);
        using var reader = await RealSizeApp.App.SignUpAsync();
        await (await reader.Http.PatchAsJsonAsync($"profiles/{reader.ProfileId}", new { language = "fr-CA" })).ExpectAsync(HttpStatusCode.OK);

        Assert.That(await RealSizeApp.TitlesAsync(french), Does.Contain(own));
        var card = (await reader.Http.GetAsync($"content/search?query={french}").JsonAsync()).GetProperty("items")[0];
        Assert.That(card.GetProperty("title").GetString(), Is.EqualTo(french));
    }
}
