using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Contracts;
using Netflix.Messaging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.EntityFrameworkCore;
using Netflix.Testing;

namespace Netflix.Catalog.Tests;

public class ReviewTests
{
    private static HttpClient Studio => CatalogApp.Studio.Http;

    [Test]
    public async Task Review_IsMadeThenReplacedAndRates()
    {
        var film = await CatalogApp.PublishedAsync("Reviewed");
        using var viewer = await CatalogApp.App.SignUpAsync();
        using var other = await CatalogApp.App.SignUpAsync();

        var first = await viewer.Http.PostAsJsonAsync($"content/{film}/reviews", new { text = "  Fine.  ", rating = 4 }).JsonAsync(HttpStatusCode.Created);
        var second = await viewer.Http.PostAsJsonAsync($"content/{film}/reviews", new { text = "Better on the second view." }).JsonAsync();
        await other.Http.PostAsJsonAsync($"content/{film}/reviews", new { text = "No." }).JsonAsync(HttpStatusCode.Created);

        Assert.That(second.GetProperty("reviewId").GetGuid(), Is.EqualTo(first.GetProperty("reviewId").GetGuid()));
        var page = await viewer.Http.GetAsync($"content/{film}/reviews").JsonAsync();
        Assert.That(page.GetProperty("totalCount").GetInt32(), Is.EqualTo(2));
        var (newest, own) = (page.GetProperty("items")[0], page.GetProperty("items")[1]);
        Assert.That((newest.GetProperty("text").GetString(), newest.GetProperty("own").GetBoolean(), newest.GetProperty("rating").ValueKind), Is.EqualTo(("No.", false, JsonValueKind.Null)));
        Assert.That((own.GetProperty("text").GetString(), own.GetProperty("own").GetBoolean(), own.GetProperty("rating").GetInt32()), Is.EqualTo(("Better on the second view.", true, 4)));
        Assert.That(own.GetProperty("author").GetString(), Is.Not.Empty);
        Assert.That(own.GetProperty("createdAt").GetDateTimeOffset(), Is.LessThan(own.GetProperty("updatedAt").GetDateTimeOffset()));
        Assert.That((await viewer.Http.GetAsync($"content/{film}/rating").JsonAsync()).GetProperty("userRating").GetInt32(), Is.EqualTo(4));
    }

    [Test]
    public async Task SameProfileAtOnce_HasOneReview()
    {
        var film = await CatalogApp.PublishedAsync("Reviewed at once");
        using var viewer = await CatalogApp.App.SignUpAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => viewer.Http.PostAsJsonAsync($"content/{film}/reviews", new { text = $"Try {i}", rating = 1 + (i % 5) })));

        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.Created), Is.EqualTo(1));
        Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.OK), Is.EqualTo(19));
        Assert.That((await viewer.Http.GetAsync($"content/{film}/reviews").JsonAsync()).GetProperty("totalCount").GetInt32(), Is.EqualTo(1));
    }

    [TestCase("{}", "text")]
    [TestCase("{\"text\":\"  \"}", "text")]
    [TestCase("{\"text\":\"a\\u0000b\"}", "text")]
    [TestCase("{\"text\":\"a\",\"rating\":0}", "rating")]
    [TestCase("{\"text\":\"a\",\"rating\":6}", "rating")]
    [TestCase("{\"text\":\"a\",\"rating\":\"x\"}", "rating")]
    public async Task BadReview_NamesTheField(string body, string field)
    {
        var film = await CatalogApp.PublishedAsync("Badly reviewed");
        using var viewer = await CatalogApp.App.SignUpAsync();

        var problem = await viewer.Http.PostAsync($"content/{film}/reviews", Viewers.Json(body)).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").TryGetProperty(field, out var texts), problem.ToString());
        Assert.That(texts[0].GetString(), Does.Not.Contain("'"), "a sentence of ours");
    }

    [Test]
    public async Task LongestReview_IsTakenAndOneLetterMoreIsNot()
    {
        var film = await CatalogApp.PublishedAsync("Reviewed at length");
        using var viewer = await CatalogApp.App.SignUpAsync();

        await viewer.Http.PostAsJsonAsync($"content/{film}/reviews", new { text = new string('x', 5000) }).JsonAsync(HttpStatusCode.Created);
        await viewer.Http.PostAsJsonAsync($"content/{film}/reviews", new { text = new string('x', 5001) }).ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task ReviewOfAnother_CannotBeRemovedAndOnesOwnCan()
    {
        var film = await CatalogApp.PublishedAsync("Removed review");
        using var viewer = await CatalogApp.App.SignUpAsync();
        using var other = await CatalogApp.App.SignUpAsync();
        var review = await WriteAsync(viewer, film);

        await other.Http.DeleteAsync($"content/{film}/reviews/{review}").ProblemAsync(HttpStatusCode.NotFound);
        await viewer.Http.DeleteAsync($"content/{Guid.NewGuid()}/reviews/{review}").ProblemAsync(HttpStatusCode.NotFound);
        await Viewers.LimitToAsync(film, "NO");
        await (await viewer.Http.DeleteAsync($"content/{film}/reviews/{review}")).ExpectAsync(HttpStatusCode.NoContent);
        await viewer.Http.DeleteAsync($"content/{film}/reviews/{review}").ProblemAsync(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task FiveReports_HideAReviewUntilAModeratorShowsIt()
    {
        var film = await CatalogApp.PublishedAsync("Reported review");
        using var author = await CatalogApp.App.SignUpAsync();
        using var reader = await CatalogApp.App.SignUpAsync();
        using var others = await CatalogApp.App.SignUpAsync();
        var review = await WriteAsync(author, film);
        var path = $"content/{film}/reviews/{review}/report";

        await author.Http.PostAsJsonAsync(path, new { reason = "Mine" }).ProblemAsync(HttpStatusCode.Conflict);
        await ReportAsync(reader, "Spoiler");
        await ReportAsync(reader, "Spoiler again");
        for (var i = 0; i < 4; i++)
        {
            Assert.That(await CountAsync(reader), Is.EqualTo(1), "not hidden before the fifth");
            await (i == 0 ? Task.CompletedTask : others.UseNewProfileAsync());
            await ReportAsync(others, $"Reason {i}");
        }

        Assert.That(await CountAsync(reader), Is.Zero);
        var own = (await author.Http.GetAsync($"content/{film}/reviews").JsonAsync()).GetProperty("items")[0];
        Assert.That(own.GetProperty("hidden").GetBoolean());
        await ReportAsync(reader, "Idempotent, though it is hidden by now");
        var item = await ModeratedAsync("reported=true&hidden=true");
        Assert.That(item!.Value.GetProperty("reports").GetInt32(), Is.EqualTo(5));
        Assert.That(item.Value.GetProperty("reasons").Deserialize<string[]>(), Is.EqualTo(new[] { "Spoiler", "Reason 0", "Reason 1", "Reason 2", "Reason 3" }));
        Assert.That(item.Value.GetProperty("title").GetString(), Is.EqualTo("Reported review"));

        await (await Studio.PostAsync($"admin/reviews/{review}/show", null)).ExpectAsync(HttpStatusCode.NoContent);
        Assert.That(await CountAsync(reader), Is.EqualTo(1));
        Assert.That(await ModeratedAsync("reported=true"), Is.Null);
        Assert.That(await ModeratedAsync("reported=false&hidden=false"), Is.Not.Null);
        await ReportAsync(reader, "A profile reports once");
        Assert.That(await ModeratedAsync("reported=true"), Is.Null);

        await (await Studio.PostAsync($"admin/reviews/{review}/hide", null)).ExpectAsync(HttpStatusCode.NoContent);
        Assert.That(await CountAsync(reader), Is.Zero);
        await author.Http.PostAsJsonAsync($"content/{film}/reviews", new { text = "Other words" }).JsonAsync();
        Assert.That(await CountAsync(reader), Is.Zero, "new words do not bring it back");
        await (await author.Http.DeleteAsync($"content/{film}/reviews/{review}")).ExpectAsync(HttpStatusCode.NoContent);
        Assert.That(await CountAsync(author), Is.Zero);
        await author.Http.PostAsJsonAsync($"content/{film}/reviews", new { text = "The same again" }).JsonAsync();
        Assert.That(await CountAsync(reader), Is.Zero, "nor does removing it and writing anew");
        using var late = await CatalogApp.App.SignUpAsync();
        await late.Http.PostAsJsonAsync(path, new { reason = "Never seen" }).ProblemAsync(HttpStatusCode.NotFound);

        async Task ReportAsync(TestUser viewer, string reason) => await (await viewer.Http.PostAsJsonAsync(path, new { reason })).ExpectAsync(HttpStatusCode.NoContent);

        async Task<int> CountAsync(TestUser viewer) => (await viewer.Http.GetAsync($"content/{film}/reviews").JsonAsync()).GetProperty("totalCount").GetInt32();

        async Task<JsonElement?> ModeratedAsync(string filter) => (await Studio.GetAsync($"admin/reviews?limit=100&{filter}").JsonAsync()).GetProperty("items").EnumerateArray()
            .Select(item => (JsonElement?)item).FirstOrDefault(item => item!.Value.GetProperty("reviewId").GetGuid() == review);
    }

    [Test]
    public async Task ReportsAtOnce_CountOneAProfile()
    {
        var film = await CatalogApp.PublishedAsync("Reported at once");
        using var author = await CatalogApp.App.SignUpAsync();
        using var reader = await CatalogApp.App.SignUpAsync();
        var review = await WriteAsync(author, film);

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => reader.Http.PostAsJsonAsync($"content/{film}/reviews/{review}/report", new { reason = "Spam" })));

        Assert.That(answers.Select(answer => answer.StatusCode), Is.All.EqualTo(HttpStatusCode.NoContent));
        var all = await Studio.GetAsync("admin/reviews?reported=true&limit=100").JsonAsync();
        Assert.That(all.GetProperty("items").EnumerateArray().Single(item => item.GetProperty("reviewId").GetGuid() == review).GetProperty("reports").GetInt32(), Is.EqualTo(1));
    }

    [TestCase("{}")]
    [TestCase("{\"reason\":\"\"}")]
    public async Task BadReport_NamesTheReason(string body)
    {
        var film = await CatalogApp.PublishedAsync("Badly reported");
        using var viewer = await CatalogApp.App.SignUpAsync();

        var problem = await viewer.Http.PostAsync($"content/{film}/reviews/{Guid.NewGuid()}/report", Viewers.Json(body)).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").TryGetProperty("reason", out _));
    }

    [Test]
    public async Task KidsProfile_NeitherReadsNorWrites()
    {
        var film = await CatalogApp.PublishedAsync("Childrens reviewed film", "G");
        using var viewer = await CatalogApp.App.SignUpAsync();
        var review = await WriteAsync(viewer, film);
        using var family = await CatalogApp.App.SignUpAsync();
        await family.UseNewProfileAsync(isKids: true);

        Assert.That((await family.Http.GetAsync($"content/{film}/reviews").JsonAsync()).GetProperty("totalCount").GetInt32(), Is.Zero);
        var problem = await family.Http.PostAsJsonAsync($"content/{film}/reviews", new { text = "Great" }).ProblemAsync(HttpStatusCode.Forbidden);
        Assert.That(problem.GetProperty("detail").GetString(), Does.Contain("kids"));
        await family.Http.PostAsJsonAsync($"content/{film}/reviews/{review}/report", new { reason = "x" }).ProblemAsync(HttpStatusCode.Forbidden);
    }

    [TestCase("R", null)]
    [TestCase("G", "NO")]
    public async Task TitleOneMayNotSee_HasNoReviewsAndNoRating(string rating, string? region)
    {
        var film = await CatalogApp.PublishedAsync("Unseen reviewed film", rating);
        using var grown = await CatalogApp.App.SignUpAsync();
        var review = await WriteAsync(grown, film);
        if (region is not null)
        {
            await Viewers.LimitToAsync(film, region);
        }

        using var viewer = await CatalogApp.App.SignUpAsync();
        await (region is null ? viewer.UseNewProfileAsync(isKids: true) : Task.CompletedTask);

        await viewer.Http.GetAsync($"content/{film}/reviews").ProblemAsync(HttpStatusCode.NotFound);
        await viewer.Http.PostAsJsonAsync($"content/{film}/reviews", new { text = "x" }).ProblemAsync(HttpStatusCode.NotFound);
        await viewer.Http.PostAsJsonAsync($"content/{film}/reviews/{review}/report", new { reason = "x" }).ProblemAsync(HttpStatusCode.NotFound);
        await viewer.Http.PostAsJsonAsync($"content/{film}/rating", new { rating = 5 }).ProblemAsync(HttpStatusCode.NotFound);
        await viewer.Http.GetAsync($"content/{film}/rating").ProblemAsync(HttpStatusCode.NotFound);
        await viewer.Http.DeleteAsync($"content/{film}/rating").ProblemAsync(HttpStatusCode.NotFound);
    }

    [Test]
    public async Task Strangers_AreRefused()
    {
        using var viewer = await CatalogApp.App.SignUpAsync();
        var id = Guid.NewGuid();
        await CatalogApp.App.Anonymous.GetAsync($"content/{id}/reviews").ProblemAsync(HttpStatusCode.Unauthorized);
        await CatalogApp.App.Anonymous.PostAsJsonAsync($"content/{id}/reviews", new { text = "x" }).ProblemAsync(HttpStatusCode.Unauthorized);
        await CatalogApp.App.Anonymous.GetAsync("admin/reviews").ProblemAsync(HttpStatusCode.Unauthorized);
        await viewer.Http.GetAsync("admin/reviews").ProblemAsync(HttpStatusCode.Forbidden);
        await viewer.Http.PostAsync($"admin/reviews/{id}/hide", null).ProblemAsync(HttpStatusCode.Forbidden);
        await viewer.Http.PostAsync($"admin/reviews/{id}/show", null).ProblemAsync(HttpStatusCode.Forbidden);
        await Studio.PostAsync($"admin/reviews/{id}/hide", null).ProblemAsync(HttpStatusCode.NotFound);
        await Studio.PostAsync($"admin/reviews/{id}/show", null).ProblemAsync(HttpStatusCode.NotFound);
        await Studio.GetAsync("admin/reviews?page=0").ProblemAsync(HttpStatusCode.BadRequest);
        await Studio.GetAsync("admin/reviews?reported=perhaps").ProblemAsync(HttpStatusCode.BadRequest);
        await viewer.Http.GetAsync($"content/{id}/reviews?limit=0").ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task DeletedAccount_LeavesNoReviewRatingListOrReport()
    {
        var film = await CatalogApp.PublishedAsync("Forgotten");
        using var author = await CatalogApp.App.SignUpAsync();
        using var leaver = await CatalogApp.App.SignUpAsync();
        var review = await WriteAsync(author, film);
        await WriteAsync(leaver, film);
        await (await leaver.Http.PostAsJsonAsync($"content/{film}/reviews/{review}/report", new { reason = "x" })).ExpectAsync(HttpStatusCode.NoContent);
        await leaver.Http.PostAsJsonAsync($"content/{film}/rating", new { rating = 1 }).JsonAsync();
        await leaver.Http.PostAsJsonAsync($"profiles/{leaver.ProfileId}/my-list", new { contentId = film });

        await using var scope = CatalogApp.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CatalogDbContext>();
        db.Publish(new AccountDeleted(leaver.AccountId, [leaver.ProfileId]));
        await db.SaveChangesAsync();

        await Expect.EventuallyAsync(async () =>
            await db.Reviews.CountAsync(one => one.ProfileId == leaver.ProfileId) + await db.ReviewReports.CountAsync(one => one.ProfileId == leaver.ProfileId) +
            await db.Ratings.CountAsync(one => one.ProfileId == leaver.ProfileId) + await db.MyList.CountAsync(one => one.ProfileId == leaver.ProfileId), left => left == 0);
        Assert.That((await db.Reviews.AsNoTracking().FirstAsync(one => one.ReviewId == review)).Reports, Is.Zero);
        Assert.That((await author.Http.GetAsync($"content/{film}/rating").JsonAsync()).GetProperty("totalRatings").GetInt32(), Is.Zero);
    }

    [Test]
    public async Task HundredRatingsAtOnce_AverageIsExact()
    {
        var film = await CatalogApp.PublishedAsync("Rated by many");
        var accounts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => CatalogApp.App.SignUpAsync()));
        var profiles = new List<(TestUser Account, Guid Profile)>();
        foreach (var account in accounts)
        {
            profiles.Add((account, account.ProfileId));
            for (var i = 1; i < 5; i++)
            {
                profiles.Add((account, await account.UseNewProfileAsync()));
            }
        }

        // 20 profiles, 5 writes each: stars, other stars, and for every fourth profile none in the end.
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => RateAsync(profiles[i % 20], i % 7 == 6 ? null : 1 + (i % 5))));
        var last = profiles.Select((_, i) => i % 4 == 0 ? (int?)null : 1 + (i % 5)).ToList();
        await Task.WhenAll(profiles.Select((profile, i) => RateAsync(profile, last[i])));

        var answer = await accounts[0].Http.GetAsync($"content/{film}/rating").JsonAsync();
        Assert.That(answer.GetProperty("totalRatings").GetInt32(), Is.EqualTo(15));
        Assert.That(answer.GetProperty("averageRating").GetDouble(), Is.EqualTo(last.OfType<int>().Average()).Within(0.005));
        Array.ForEach(accounts, account => account.Dispose());

        async Task RateAsync((TestUser Account, Guid Profile) rater, int? stars)
        {
            using var request = new HttpRequestMessage(stars is null ? HttpMethod.Delete : HttpMethod.Post, $"{CatalogApp.App.BaseUrl}/api/v1/content/{film}/rating")
            {
                Content = stars is null ? null : JsonContent.Create(new { rating = stars }),
                Headers = { Authorization = rater.Account.Http.DefaultRequestHeaders.Authorization },
            };
            request.Headers.Add("Profile-Id", rater.Profile.ToString());
            using var client = new HttpClient();
            await (await client.SendAsync(request)).ExpectAsync(stars is null ? HttpStatusCode.NoContent : HttpStatusCode.OK);
        }
    }

    private static async Task<Guid> WriteAsync(TestUser viewer, Guid film) =>
        (await viewer.Http.PostAsJsonAsync($"content/{film}/reviews", new { text = "Worth the evening." }).JsonAsync(HttpStatusCode.Created)).GetProperty("reviewId").GetGuid();
}
