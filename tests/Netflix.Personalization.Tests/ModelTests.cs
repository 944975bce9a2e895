using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Contracts;
using Netflix.Personalization.Engine;
using Netflix.Personalization.Models;
using Netflix.Storage;
using Netflix.Testing;
using Npgsql;

namespace Netflix.Personalization.Tests;

/// <summary>Trainings, what serves, and the way back.</summary>
[NonParallelizable]
public sealed class ModelTests
{
    [Test]
    public async Task Training_IsStored_AndAnOlderModelCanServeAgain()
    {
        var first = await PersonalizationApp.TrainAsync();
        var second = await PersonalizationApp.TrainAsync();
        Assert.That((first.GetProperty("state").GetString(), second.GetProperty("state").GetString()), Is.EqualTo(("serving", "serving")));
        Assert.That(second.GetProperty("titles").GetInt32(), Is.GreaterThanOrEqualTo(PersonalizationApp.Films.Count));
        Assert.That(second.GetProperty("bytes").GetInt64(), Is.GreaterThan(0));
        var firstId = first.GetProperty("modelId").GetGuid();

        var served = await PersonalizationApp.Studio.Http.PostAsync($"admin/recommendations/models/{firstId}/serve", null).JsonAsync();

        Assert.That(served.GetProperty("state").GetString(), Is.EqualTo("serving"));
        await Expect.EventuallyAsync(() => Task.FromResult(PersonalizationApp.App.Services.GetRequiredService<ServingModel>().Current?.ModelId), id => id == firstId);
        Assert.That((await PersonalizationApp.ModelsAsync()).Count(model => model.GetProperty("state").GetString() == "serving"), Is.EqualTo(1));
    }

    [Test]
    public async Task SimilarTitles_BeginWithWhatTheTitlesViewersWatchedToo()
    {
        var films = await PersonalizationApp.PublishAsync(("Lonely mountain", "Western", "PG"), ("Paper boats", "Musical", "PG"));
        Assert.That(await SimilarAsync(), Has.No.Member(films[1].ContentId), "they have nobody and nothing in common");
        for (var i = 0; i < 6; i++)
        {
            using var both = await PersonalizationApp.App.SignUpAsync();
            await PersonalizationApp.WatchAsync(both, films[0]);
            await PersonalizationApp.WatchAsync(both, films[1]);
        }

        await using var scope = PersonalizationApp.App.Services.CreateAsyncScope();
        var watched = scope.ServiceProvider.GetRequiredService<IWatchStates>(); // positions come to the database within a second or two
        await Expect.EventuallyAsync(async () => await watched.ReadAllAsync(CancellationToken.None).CountAsync(one => one.State.ContentId == films[1].ContentId), count => count == 6);
        await PersonalizationApp.TrainAsync(); // perhaps one that had begun before
        var modelId = (await PersonalizationApp.TrainAsync()).GetProperty("modelId").GetGuid();
        await PersonalizationApp.Studio.Http.PostAsync($"admin/recommendations/models/{modelId}/serve", null).JsonAsync(); // also if chance had it rejected
        await Expect.EventuallyAsync(() => Task.FromResult(PersonalizationApp.App.Services.GetRequiredService<ServingModel>().Current?.ModelId), id => id == modelId);
        await PersonalizationApp.PublishAsync(("Any other title", "Western", "PG")); // a change of the catalogue: kept answers are of the one before

        var similar = await SimilarAsync();

        Assert.That(similar[0], Is.EqualTo(films[1].ContentId));
        Assert.That(similar, Is.Unique.And.No.Member(films[0].ContentId));

        async Task<IReadOnlyList<Guid>> SimilarAsync()
        {
            using var viewer = await PersonalizationApp.App.SignUpAsync();
            return PersonalizationApp.Ids(await viewer.Http.GetAsync($"content/{films[0].ContentId}/similar").JsonAsync());
        }
    }

    [Test]
    public async Task TrainingsAskedForTogether_AreOne()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PersonalizationApp.Studio.Http.PostAsync("admin/recommendations/train", null).JsonAsync(HttpStatusCode.Accepted)));

        await Expect.EventuallyAsync(PersonalizationApp.ModelsAsync, models => models.All(model => model.GetProperty("state").GetString() != "training"));
        Assert.That(answers.Select(answer => answer.GetProperty("modelId").GetGuid()).Distinct().Count(), Is.LessThanOrEqualTo(2), "one under way, and perhaps one after it");
    }

    [Test]
    public async Task TrainingThatIsKilled_HasFailed_AndTheNextOneServes()
    {
        await Expect.EventuallyAsync(PersonalizationApp.ModelsAsync, models => models.All(model => model.GetProperty("state").GetString() != "training"));
        await using var connection = new NpgsqlConnection(PersonalizationApp.App.ConnectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var hold = new NpgsqlCommand("lock table personalization.signals", connection); // so that the training stands still in the middle
        await hold.ExecuteNonQueryAsync();
        var modelId = (await PersonalizationApp.Studio.Http.PostAsync("admin/recommendations/train", null).JsonAsync(HttpStatusCode.Accepted)).GetProperty("modelId").GetGuid();

        var processes = await Expect.EventuallyAsync(() => Task.FromResult(Trainings()), found => found.Count > 0);
        processes.ForEach(process => process.Kill());
        await Expect.EventuallyAsync(() => Task.FromResult(Trainings()), found => found.Count == 0);
        await transaction.RollbackAsync();

        var failed = await Expect.EventuallyAsync(async () => (await PersonalizationApp.ModelsAsync()).Single(model => model.GetProperty("modelId").GetGuid() == modelId), model => model.GetProperty("state").GetString() != "training");
        Assert.That((failed.GetProperty("state").GetString(), failed.GetProperty("reason").GetString()), Is.EqualTo(("failed", "The training's process ended with 137.")));
        Assert.That((await PersonalizationApp.TrainAsync()).GetProperty("state").GetString(), Is.EqualTo("serving"));

        List<Process> Trainings() => [.. Process.GetProcessesByName("dotnet").Where(process => IsOurs(process.Id))];

        bool IsOurs(int id)
        {
            try
            {
                return File.ReadAllText($"/proc/{id}/cmdline").Contains($"{modelId}");
            }
            catch (IOException)
            {
                return false; // it has just ended
            }
        }
    }

    [Test]
    public async Task OperatorsRoutes_AreTheirsAlone()
    {
        using var viewer = await PersonalizationApp.App.SignUpAsync();
        await viewer.Http.PostAsync("admin/recommendations/train", null).ProblemAsync(HttpStatusCode.Forbidden);
        await viewer.Http.GetAsync("admin/recommendations/models").ProblemAsync(HttpStatusCode.Forbidden);
        await PersonalizationApp.Studio.Http.PostAsync($"admin/recommendations/models/{Guid.NewGuid()}/serve", null).ProblemAsync(HttpStatusCode.NotFound);
        await PersonalizationApp.Studio.Http.GetAsync("admin/recommendations/models?page=0").ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task DamagedModel_LeavesTheOneThatServes()
    {
        await PersonalizationApp.TrainAsync();
        var serving = PersonalizationApp.App.Services.GetRequiredService<ServingModel>();
        var before = serving.Current!.ModelId;
        var modelId = Guid.CreateVersion7();
        await using var scope = PersonalizationApp.App.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IObjectStore>().WriteAsync(Model.KeyOf(modelId), new MemoryStream("not a model"u8.ToArray()));
        await scope.ServiceProvider.GetRequiredService<PersonalizationDbContext>().Database.ExecuteSqlAsync($"""
            insert into personalization.models (model_id, created_at, state, reason, interactions, profiles, titles, train_seconds, bytes)
            values ({modelId}, now(), 'Kept', '', 0, 0, 0, 0, 0)
            """);

        await (await PersonalizationApp.Studio.Http.PostAsync($"admin/recommendations/models/{modelId}/serve", null)).ExpectAsync(HttpStatusCode.OK);
        await serving.RefreshAsync(CancellationToken.None);

        Assert.That(serving.Current!.ModelId, Is.EqualTo(before));
        await (await PersonalizationApp.Studio.Http.PostAsync($"admin/recommendations/models/{before}/serve", null)).ExpectAsync(HttpStatusCode.OK);
    }

    [Test]
    public async Task WithoutEngine_ThePageComesWithWhatIsPopular()
    {
        await using var app = await NetflixApp.StartAsync(
            ("Netflix:Roles", "web,edge"), ("Netflix:Personalization:Enabled", "false"), ("ConnectionStrings:netflixdb", PersonalizationApp.App.Setting("ConnectionStrings:netflixdb")),
            ("Netflix:Media:Directory", PersonalizationApp.App.Setting("Netflix:Media:Directory")));
        using var viewer = await app.SignUpAsync();
        var film = PersonalizationApp.Of(PersonalizationApp.Action).First();
        await Expect.EventuallyAsync(async () => (await viewer.Http.PostAsJsonAsync("streaming/start", new { videoId = film.VideoId, deviceType = "web" })).StatusCode, status => status == HttpStatusCode.Created);

        var rows = await Expect.EventuallyAsync(() => PersonalizationApp.HomeAsync(viewer), rows => rows.Any(row => row.GetProperty("algorithm").GetString() == "trending"));

        Assert.That(rows.Select(row => row.GetProperty("algorithm").GetString()), Has.None.EqualTo("hybrid").And.Some.EqualTo("newest").And.Some.EqualTo("popular"));
        Assert.That(PersonalizationApp.Ids(await viewer.Http.GetAsync($"profiles/{viewer.ProfileId}/recommendations?limit=100").JsonAsync()), Is.Not.Empty);
        await viewer.Http.GetAsync($"content/{film.ContentId}/similar").JsonAsync();
    }

    [Test]
    public void HeldOut_TellsAModelFromOneThatKnowsNothing()
    {
        var (now, titles) = (DateTimeOffset.UnixEpoch.AddYears(50), Enumerable.Range(0, 60).Select(i => new TitleContent(
            Guid.NewGuid(), 2000, "en", [i % 2 == 0 ? "Even" : "Odd"], [], [], "", DateTimeOffset.UnixEpoch)).ToList());
        // Each profile watches titles of its own kind alone, in an order of its own.
        var histories = Enumerable.Range(0, 40).Select(p => new ProfileHistory(Guid.NewGuid(), "SE",
            [.. Enumerable.Range(0, 15).Select(i => new TasteEvent(titles[(2 * ((p * 7) + (i * 11)) + (p % 2)) % 60].ContentId, TasteKind.Watched, 1, now.AddHours(i * 40 + p)))])).ToList();
        histories.Add(new(Guid.NewGuid(), "SE", [new(titles[0].ContentId, TasteKind.Watched, 1, now.AddHours(600))])); // came after the cut: nothing is known of it

        var (slice, isNew) = HeldOut.From(histories, null)!.Value;
        var model = Recommender.Train(TrainingData.From(titles, slice.Before), RecommenderSettings.Default, CancellationToken.None);

        Assert.That(isNew);
        Assert.That(slice.Events, Is.GreaterThanOrEqualTo(HeldOut.FewestEvents));
        Assert.That(slice.Profiles, Is.EqualTo(histories.Count));
        Assert.That(slice.Ndcg(model), Is.GreaterThan(slice.PopularityNdcg() * 1.3).And.LessThanOrEqualTo(1));
        Assert.That(HeldOut.From(histories.Take(2).ToList(), null), Is.Null, "too few to tell");
    }
}
