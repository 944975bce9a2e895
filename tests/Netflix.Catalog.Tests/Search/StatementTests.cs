using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using Netflix.Testing;

namespace Netflix.Catalog.Tests.Search;

/// <summary>Statements a page: as many for a hundred titles as for three.</summary>
public class StatementTests
{
    // What each page takes, cold, with the viewer's own rows; raise one only with a reason.
    [TestCase("content/browse?genre=Drama", 8)]
    [TestCase("content/search?query=love", 9)]
    [TestCase("content/search?query=lvoe+stroy", 14)]
    [TestCase("profiles/{profile}/my-list", 5)]
    [TestCase("admin/content", 3)]
    public async Task List_TakesAsManyStatementsForManyTitlesAsForThree(string path, int most)
    {
        using var viewer = path.StartsWith("admin", StringComparison.Ordinal) ? await RealSizeApp.App.SignInAdminAsync() : await RealSizeApp.App.SignUpAsync();
        if (path.Contains("my-list", StringComparison.Ordinal))
        {
            await ListTitlesAsync(viewer, 60);
        }

        path = path.Replace("{profile}", $"{viewer.ProfileId}", StringComparison.Ordinal) + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?");
        await CountAsync(viewer, path + "limit=4"); // what is read once for all pages
        var few = await CountAsync(viewer, path + "limit=3"); // of two, nothing stands to be ordered by the profile's taste
        var many = await CountAsync(viewer, path + "limit=50");

        Assert.That(many, Is.EqualTo(few));
        Assert.That(many, Is.LessThanOrEqualTo(most));
    }

    [Test]
    public async Task Home_TakesNoMoreStatementsWhenItsRowsAreKept()
    {
        using var viewer = await RealSizeApp.App.SignUpAsync();
        await CountAsync(viewer, "content/home");

        Assert.That(await CountAsync(viewer, "content/home"), Is.LessThanOrEqualTo(30));
    }

    [Test]
    public async Task TitlePage_OfAFilm_TakesSixAndThreeWhenItIsKept()
    {
        using var viewer = await RealSizeApp.App.SignUpAsync();
        var page = (await viewer.Http.GetAsync("content/browse?type=movie&limit=100").JsonAsync()).GetProperty("items").EnumerateArray().Select(card => card.GetProperty("contentId").GetGuid()).ToList();
        await CountAsync(viewer, $"content/{page[0]}"); // what is read once: the viewer

        var counts = new List<int>();
        foreach (var contentId in page)
        {
            counts.Add(await CountAsync(viewer, $"content/{contentId}"));
        }

        Assert.That(counts.Max(), Is.LessThanOrEqualTo(6), "the generation, the title, its people, perhaps its windows; what is the profile's own, and its positions");
        Assert.That(await CountAsync(viewer, $"content/{page[0]}"), Is.LessThanOrEqualTo(3), "the generation, what is the profile's own, and its positions");
    }

    private static async Task ListTitlesAsync(TestUser viewer, int count)
    {
        var cards = (await viewer.Http.GetAsync($"content/browse?limit={count}").JsonAsync()).GetProperty("items").EnumerateArray();
        foreach (var card in cards)
        {
            (await viewer.Http.PostAsJsonAsync($"profiles/{viewer.ProfileId}/my-list", new { contentId = card.GetProperty("contentId").GetGuid() })).EnsureSuccessStatusCode();
        }
    }

    /// <summary>Npgsql tells each statement as an activity; ours are those of the trace that our request begins.</summary>
    private static async Task<int> CountAsync(TestUser viewer, string path)
    {
        var trace = ActivityTraceId.CreateRandom();
        var statements = new ConcurrentBag<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Npgsql" or "Microsoft.AspNetCore",
            Sample = (ref _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity =>
            {
                if (activity.Source.Name == "Npgsql" && activity.TraceId == trace)
                {
                    statements.Add(activity.DisplayName);
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("traceparent", $"00-{trace.ToHexString()}-{ActivitySpanId.CreateRandom().ToHexString()}-01");
        (await viewer.Http.SendAsync(request)).EnsureSuccessStatusCode();
        Assert.That(statements, Is.Not.Empty);
        return statements.Count;
    }
}
