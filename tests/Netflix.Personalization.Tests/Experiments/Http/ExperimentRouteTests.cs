using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Testing;
using static Netflix.Personalization.Tests.Experiments.Http.ExperimentsApp;

namespace Netflix.Personalization.Tests.Experiments.Http;

public sealed class ExperimentRouteTests
{
    [Test]
    public async Task Draft_IsMadeFoundListedAndEdited()
    {
        var id = await DraftAsync(parameters: new Dictionary<string, object> { ["rows.order"] = new[] { "trending" }, ["ranking.diversity"] = 0.4 });

        var changed = await PatchAsync(id, new { primaryMetric = "retention", countries = new[] { "SE" }, plans = new[] { "premium" }, minimalEffect = 0.05 }).JsonAsync();
        var found = await Admin.Http.GetAsync($"admin/experiments/{id}").JsonAsync();
        var drafts = await Admin.Http.GetAsync("admin/experiments?state=draft&limit=100").JsonAsync();

        Assert.That(found.GetRawText(), Is.EqualTo(changed.GetRawText()));
        Assert.That(found.GetProperty("state").GetString(), Is.EqualTo("draft"));
        Assert.That(found.GetProperty("primaryMetric").GetString(), Is.EqualTo("retention"));
        Assert.That(found.GetProperty("plans")[0].GetString(), Is.EqualTo("premium"));
        Assert.That(found.GetProperty("variants")[1].GetProperty("parameters").GetProperty("ranking.diversity").GetDouble(), Is.EqualTo(0.4));
        Assert.That(found.GetProperty("hypothesis").GetString(), Does.StartWith("Trending first"));
        Assert.That(drafts.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("experimentId").GetGuid()), Does.Contain(id));
    }

    [TestCase("""{}""", "name")]
    [TestCase("""{"name": "A"}""", "variants")]
    [TestCase("""{"name": " ", "variants": [{"name": "a"}, {"name": "b"}]}""", "name")]
    [TestCase("""{"name": "A", "variants": [{"name": "a"}]}""", "variants")]
    [TestCase("""{"name": "A", "variants": [{"name": "a"}, {"name": "a"}]}""", "variants")]
    [TestCase("""{"name": "A", "variants": [{"name": "a"}, null]}""", "variants")]
    [TestCase("""{"name": "A", "variants": [{"name": "a"}, {"name": "B b"}]}""", "variants")]
    [TestCase("""{"name": "A", "variants": [{"name": "a"}, {"name": "b", "weight": 0}]}""", "variants")]
    [TestCase("""{"name": "A", "variants": [{"name": "a"}, {"name": "b", "parameters": {"colour": "pink"}}]}""", "variants")]
    [TestCase("""{"name": "A", "variants": [{"name": "a"}, {"name": "b", "parameters": {"ranking.diversity": 2}}]}""", "variants")]
    [TestCase("""{"name": "A", "variants": [{"name": "a"}, {"name": "b", "parameters": 7}]}""", "variants")]
    [TestCase("""{"name": "A", "variants": [{"name": "a"}, {"name": "b"}], "traffic": 0}""", "traffic")]
    [TestCase("""{"name": "A", "variants": [{"name": "a"}, {"name": "b"}], "traffic": 1.5}""", "traffic")]
    [TestCase("""{"name": "A", "variants": [{"name": "a"}, {"name": "b"}], "layer": "A layer"}""", "layer")]
    [TestCase("""{"name": "A", "variants": [{"name": "a"}, {"name": "b"}], "countries": ["Sweden"]}""", "countries")]
    [TestCase("""{"name": "A", "variants": [{"name": "a"}, {"name": "b"}], "countries": [null]}""", "countries")]
    [TestCase("""{"name": "A", "variants": [{"name": "a"}, {"name": "b"}], "plans": ["gold"]}""", "plans")]
    [TestCase("""{"name": "A", "variants": [{"name": "a"}, {"name": "b"}], "primaryMetric": "luck"}""", "primaryMetric")]
    [TestCase("""{"name": "A", "variants": [{"name": "a"}, {"name": "b"}], "minimalEffect": -1}""", "minimalEffect")]
    [TestCase("""{"name": "A", "variants": [{"name": "a"}, {"name": "b"}], "plannedAccounts": 0}""", "plannedAccounts")]
    [TestCase("""{"name": "A", "variants": [{"name": "a"}, {"name": "b"}], "windowDays": 1}""", "windowDays")]
    [TestCase("""{"name": "A", "variants": [{"name": "a"}, {"name": "b"}], "state": "running"}""", "state")]
    public async Task WrongDefinition_IsRefusedByItsField(string json, string field)
    {
        var problem = await Admin.Http.PostAsync("admin/experiments", new StringContent(json, System.Text.Encoding.UTF8, "application/json")).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").EnumerateObject().Select(one => one.Name), Is.EqualTo(new[] { field }), problem.ToString());
    }

    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("{")]
    public async Task BodyThatIsNoObject_IsRefused(string json) =>
        await Admin.Http.PostAsync("admin/experiments", new StringContent(json, System.Text.Encoding.UTF8, "application/json")).ProblemAsync(HttpStatusCode.BadRequest);

    [TestCase("GET", "admin/experiments")]
    [TestCase("POST", "admin/experiments")]
    [TestCase("GET", "admin/experiments/{0}")]
    [TestCase("PATCH", "admin/experiments/{0}")]
    [TestCase("GET", "admin/experiments/{0}/results")]
    [TestCase("POST", "admin/experiments/{0}/start")]
    [TestCase("POST", "admin/experiments/{0}/stop")]
    [TestCase("POST", "admin/experiments/power")]
    public async Task Routes_AreForAdministratorsOnly_AndKnowWhatIsMissing(string method, string path)
    {
        using var viewer = await App.SignUpAsync();
        var missing = string.Format(null, path, Guid.NewGuid());

        await Send(App.Anonymous).ProblemAsync(HttpStatusCode.Unauthorized);
        await Send(viewer.Http).ProblemAsync(HttpStatusCode.Forbidden);
        if (missing != path)
        {
            await Send(Admin.Http).ProblemAsync(HttpStatusCode.NotFound);
        }

        Task<HttpResponseMessage> Send(HttpClient client) => client.SendAsync(new(new HttpMethod(method), missing)
        {
            Content = method == "GET" || path.EndsWith("start", StringComparison.Ordinal) || path.EndsWith("stop", StringComparison.Ordinal) ? null : JsonContent.Create(new { name = "A" }),
        });
    }

    [TestCase("page=0")]
    [TestCase("limit=101")]
    [TestCase("state=gone")]
    public async Task WrongQuery_IsRefused(string query) => await Admin.Http.GetAsync($"admin/experiments?{query}").ProblemAsync(HttpStatusCode.BadRequest);

    [Test]
    public async Task RunningExperiment_IsFixed_ButForTrafficThatGrows()
    {
        var id = await DraftAsync(traffic: 0.1);
        var started = await StartAsync(id).JsonAsync();

        Assert.That(started.GetProperty("state").GetString(), Is.EqualTo("running"));
        Assert.That(started.GetProperty("startedAt").ValueKind, Is.EqualTo(JsonValueKind.String));
        await PatchAsync(id, new { name = "Another" }).ProblemAsync(HttpStatusCode.Conflict);
        await PatchAsync(id, new { variants = Variants() }).ProblemAsync(HttpStatusCode.Conflict);
        await PatchAsync(id, new { traffic = 0.05 }).ProblemAsync(HttpStatusCode.Conflict);
        Assert.That((await PatchAsync(id, new { traffic = 0.5 }).JsonAsync()).GetProperty("traffic").GetDouble(), Is.EqualTo(0.5));
        await PatchAsync(id, new { state = "archived" }).ProblemAsync(HttpStatusCode.Conflict);

        Assert.That((await StopAsync(id).JsonAsync()).GetProperty("stoppedAt").ValueKind, Is.EqualTo(JsonValueKind.String));
        await StartAsync(id).ProblemAsync(HttpStatusCode.Conflict);
        await PatchAsync(id, new { traffic = 0.9 }).ProblemAsync(HttpStatusCode.Conflict);
        Assert.That((await PatchAsync(id, new { state = "archived" }).JsonAsync()).GetProperty("state").GetString(), Is.EqualTo("archived"));
    }

    [Test]
    public async Task Draft_CannotBeStopped_AndStartsByItsStateToo()
    {
        var id = await DraftAsync();

        await StopAsync(id).ProblemAsync(HttpStatusCode.Conflict);
        Assert.That((await PatchAsync(id, new { state = "running", name = "Named as it starts" }).JsonAsync()).GetProperty("state").GetString(), Is.EqualTo("running"));
    }

    [Test]
    public async Task Layer_HoldsNoMoreThanAllAccounts()
    {
        var layer = NewLayer();
        var (first, second, third) = (await DraftAsync(layer, 0.6), await DraftAsync(layer, 0.5), await DraftAsync(layer, 0.4));
        await StartAsync(first).JsonAsync();

        var refused = await StartAsync(second).ProblemAsync(HttpStatusCode.Conflict);
        await StartAsync(third).JsonAsync();

        Assert.That(refused.GetProperty("detail").GetString(), Does.Contain("40 %"));
        await PatchAsync(first, new { traffic = 0.7 }).ProblemAsync(HttpStatusCode.Conflict);
        await StopAsync(third).JsonAsync();
        await PatchAsync(first, new { traffic = 0.7 }).JsonAsync();
    }

    [Test]
    public async Task ConcurrentStarts_NeverOverfillALayer()
    {
        var layer = NewLayer();
        var ids = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => DraftAsync(layer, 0.3)));

        var answers = await Task.WhenAll(ids.Select(StartAsync));

        Assert.That(answers.Select(answer => answer.StatusCode).Order(), Is.EqualTo(Enumerable.Repeat(HttpStatusCode.OK, 3).Concat(Enumerable.Repeat(HttpStatusCode.Conflict, 3))));
    }

    [Test]
    public async Task OneExperiment_StartedTwiceAtOnce_StartsOnce()
    {
        var id = await DraftAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => StartAsync(id).JsonAsync()));

        Assert.That(answers.Select(answer => answer.GetProperty("startedAt").GetDateTimeOffset().ToUnixTimeMilliseconds()).Distinct().Count(), Is.EqualTo(1));
    }

    [Test]
    public async Task SameParameterInTwoLayers_IsRefused()
    {
        var parameters = new Dictionary<string, object> { ["artwork.policy"] = "bandit" };
        var first = await DraftAsync(parameters: parameters);
        await StartAsync(first).JsonAsync();

        var refused = await StartAsync(await DraftAsync(parameters: parameters)).ProblemAsync(HttpStatusCode.Conflict);
        await StopAsync(first).JsonAsync();

        Assert.That(refused.GetProperty("detail").GetString(), Does.Contain("artwork.policy"));
    }

    [Test]
    public async Task Calculator_SaysHowManyAccounts_AndWhatSoManyFind()
    {
        var means = await Admin.Http.PostAsJsonAsync("admin/experiments/power", new { mean = 40, standardDeviation = 40, minimalEffect = 0.1, accountsPerVariant = 785 }).JsonAsync();
        var share = await Admin.Http.PostAsJsonAsync("admin/experiments/power", new { mean = 0.33, minimalEffect = 0.1, power = 0.9, variants = 3, varianceReduction = 0.5 }).JsonAsync();

        Assert.That(means.GetProperty("accountsPerVariant").GetDouble(), Is.EqualTo(1570));
        Assert.That(means.GetProperty("powerAtAccounts").GetDouble(), Is.EqualTo(0.508).Within(0.002));
        Assert.That(share.GetProperty("alpha").GetDouble(), Is.EqualTo(0.025));
        Assert.That(share.GetProperty("accountsInAll").GetDouble(), Is.EqualTo(3 * share.GetProperty("accountsPerVariant").GetDouble()));
    }

    [TestCase("""{}""")]
    [TestCase("""{"mean": 0, "standardDeviation": 1, "minimalEffect": 0.1}""")]
    [TestCase("""{"mean": 40, "minimalEffect": 0.1}""")]
    [TestCase("""{"mean": 0.9, "minimalEffect": 0.5}""")]
    [TestCase("""{"mean": 40, "standardDeviation": -1, "minimalEffect": 0.1}""")]
    [TestCase("""{"mean": 40, "standardDeviation": 1, "minimalEffect": 0}""")]
    [TestCase("""{"mean": 40, "standardDeviation": 1, "minimalEffect": 0.1, "power": 1}""")]
    [TestCase("""{"mean": 40, "standardDeviation": 1, "minimalEffect": 0.1, "variants": 1}""")]
    [TestCase("""{"mean": 40, "standardDeviation": 1, "minimalEffect": 0.1, "varianceReduction": 1}""")]
    [TestCase("""{"mean": 40, "standardDeviation": 1, "minimalEffect": 0.1, "accountsPerVariant": 0}""")]
    [TestCase("""{"mean": "much", "standardDeviation": 1, "minimalEffect": 0.1}""")]
    public async Task Calculator_RefusesWhatIsNoPlan(string json)
    {
        var problem = await Admin.Http.PostAsync("admin/experiments/power", new StringContent(json, System.Text.Encoding.UTF8, "application/json")).ProblemAsync(HttpStatusCode.BadRequest);

        Assert.That(problem.GetProperty("errors").EnumerateObject(), Is.Not.Empty);
    }

    [Test]
    public async Task Routes_AreInTheApiDocument()
    {
        var paths = (await Admin.Http.GetAsync("/openapi/v1.json").JsonAsync()).GetProperty("paths");

        foreach (var path in new[] { "", "/{experimentId}", "/{experimentId}/results", "/{experimentId}/start", "/{experimentId}/stop", "/power" })
        {
            Assert.That(paths.TryGetProperty("/api/v1/admin/experiments" + path, out _), path);
        }
    }
}
