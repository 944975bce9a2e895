using Microsoft.Extensions.DependencyInjection;
using Netflix.Contracts;
using Netflix.Personalization.Experiments.Assignment;
using Netflix.Testing;
using static Netflix.Personalization.Tests.Experiments.Http.ExperimentsApp;

namespace Netflix.Personalization.Tests.Experiments.Http;

public sealed class ExposureTests
{
    private static ExperimentParameters Parameters => App.Services.GetRequiredService<ExperimentParameters>();

    [Test]
    public async Task RunningExperiment_HoldsForViewers_AtOnce_AndNoMoreWhenStopped()
    {
        var id = await DraftAsync(parameters: new Dictionary<string, object> { ["ranking.exploration"] = 0.2 });
        var viewers = Enumerable.Range(0, 40).Select(_ => AssignmentTests.ViewerOf(Guid.NewGuid())).ToList();
        Assert.That(await OfAsync(viewers, id), Is.All.Null);

        await ExperimentsApp.StartAsync(id).JsonAsync();
        var variants = await OfAsync(viewers, id);
        var again = await OfAsync(viewers, id);
        var parameters = (await Task.WhenAll(viewers.Select(viewer => Parameters.ForAsync(viewer, default).AsTask()))).Select(one => one.Parameters.RankingExploration).ToList();
        await ExperimentsApp.StopAsync(id).JsonAsync();

        Assert.That(variants.Distinct().Order(), Is.EqualTo(new[] { "control", "treated" }));
        Assert.That(again, Is.EqualTo(variants));
        Assert.That(parameters, Is.EqualTo(variants.Select(variant => variant == "treated" ? (double?)0.2 : null)));
        Assert.That(await OfAsync(viewers, id), Is.All.Null);
    }

    [Test]
    public async Task Exposure_IsKeptOnce_GoesWithTheExport_AndWithTheAccount()
    {
        var id = await DraftAsync();
        await ExperimentsApp.StartAsync(id).JsonAsync();
        using var user = await App.SignUpAsync();
        var viewer = AssignmentTests.ViewerOf(user.AccountId);
        var variant = (await Parameters.ForAsync(viewer, default)).Variants.Single(one => one.ExperimentId == id).Variant;

        Parameters.Expose(viewer, new(new(null, null, null, null, null), [new(id, variant)]));
        await Expect.EventuallyAsync(() => CountAsync(id), count => count == 1);
        App.Services.GetRequiredService<ExposureLog>().Add(id, Guid.NewGuid(), "treated");
        Parameters.Expose(viewer, new(new(null, null, null, null, null), [new(id, variant == "control" ? "treated" : "control")]));
        await Expect.EventuallyAsync(() => CountAsync(id), count => count == 2);

        Assert.That(await SqlAsync("select count(*) from personalization.exposures where account_id = $1 and variant = $2", user.AccountId, variant), Is.EqualTo(1));
        var export = await user.Http.GetAsync("account/export").JsonAsync();
        Assert.That(export.ToString(), Does.Contain(id.ToString()));
        await (await user.Http.SendAsync(new(HttpMethod.Delete, "account") { Content = System.Net.Http.Json.JsonContent.Create(new { password = "correct horse battery" }) })).ExpectAsync(System.Net.HttpStatusCode.NoContent);
        await Expect.EventuallyAsync(() => CountAsync(id), count => count == 1);
    }

    [Test]
    public async Task ManyExposures_AreAllKept_ThoseOfStoppedExperimentsNot()
    {
        var (id, stopped) = (await DraftAsync(), await DraftAsync());
        await ExperimentsApp.StartAsync(id).JsonAsync();
        var log = App.Services.GetRequiredService<ExposureLog>();

        log.Add(stopped, Guid.NewGuid(), "control");
        for (var i = 0; i < 5000; i++)
        {
            log.Add(id, Guid.NewGuid(), "control");
        }

        await Expect.EventuallyAsync(() => CountAsync(id), count => count == 5000);
        Assert.That(await CountAsync(stopped), Is.Zero);
    }

    private static Task<long> CountAsync(Guid experimentId) => SqlAsync("select count(*) from personalization.exposures where experiment_id = $1", experimentId);

    private static async Task<List<string?>> OfAsync(IEnumerable<Viewer> viewers, Guid experimentId)
    {
        var variants = new List<string?>();
        foreach (var viewer in viewers)
        {
            variants.Add((await Parameters.ForAsync(viewer, default)).Variants.SingleOrDefault(one => one.ExperimentId == experimentId).Variant);
        }

        return variants;
    }
}
