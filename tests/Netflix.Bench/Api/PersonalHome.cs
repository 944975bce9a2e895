using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using StackExchange.Redis;

namespace Netflix.Bench.Api;

/// <summary>
/// The home page once a model serves that has learned from made-up events of all profiles: as it is kept, and made
/// anew at every request, as after each event; and what the training took and the web process holds with its model.
/// </summary>
/// <param name="MadeP50">Milliseconds, of pages that no request finds made.</param>
/// <param name="WebMegabytes">After all requests; idle: begun anew, with the model loaded.</param>
internal sealed record PersonalHome(
    int Events, double TrainSeconds, long ModelBytes, long WebMegabytes, long IdleMegabytes, double KeptP50, double KeptP99, double KeptPerCpuSecond, double MadeP50, double MadeP99, double MadePerCpuSecond)
{
    private const int OwnRatings = 30;

    internal static async Task<PersonalHome> MeasureAsync(ApiService service, int requests, int profiles, int eventsOfAProfile)
    {
        // The few are watched by the many, and groups of profiles keep to a tenth of the catalogue each.
        await service.ExecuteAsync($"""
            insert into personalization.signals (profile_id, content_id, started, country, rating, rated_at, at)
            select md5('profile' || n)::uuid, t.ids[1 + (floor(power(random(), 3) * (cardinality(t.ids) / 10))::int * 10 + n % 10) % cardinality(t.ids)], 1, 'SE', 3 + n % 3, now(), now() - random() * interval '90 days'
            from (select array_agg(content_id order by external_id) as ids from catalog.titles) t, generate_series(1, {profiles}) n, generate_series(1, {eventsOfAProfile}) e
            on conflict do nothing
            """);
        await service.ExecuteAsync("vacuum analyze personalization.signals");
        using var viewers = await Viewers.SignUpAsync(service.Url);
        await viewers.RateAsync(OwnRatings);
        var model = await TrainAsync(service);

        using var redis = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{service.RedisPort},password=bench");
        var pages = redis.GetDatabase();
        await Measure.RunAsync(requests / 4, () => TimeSpan.Zero, (_, caller) => MakeAsync(caller));
        var kept = await Measure.RunAsync(requests, () => service.CpuTime(andWeb: true), (_, caller) => viewers.GetAsync(caller, "content/home"));
        var made = await Measure.RunAsync(requests, () => service.CpuTime(andWeb: true), (_, caller) => MakeAsync(caller));
        var (events, busy) = (await service.ScalarAsync<int>("select count(*)::int from personalization.signals"), service.WebMemory());
        return new(
            events, model.GetProperty("trainSeconds").GetDouble(), model.GetProperty("bytes").GetInt64(), busy, await service.IdleMemoryAsync(),
            kept.P50, kept.P99, kept.PerCpuSecond, made.P50, made.P99, made.PerCpuSecond);

        async Task MakeAsync(int caller)
        {
            await pages.KeyDeleteAsync($"home:{viewers.Of(caller):N}");
            await viewers.GetAsync(caller, "content/home");
        }
    }

    internal void Print() => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""

        Home with a model of {Events:N0} events ({ModelBytes / 1e6:F0} MB, trained in {TrainSeconds:F0} s beside the requests; the web process holds {WebMegabytes} MB, {IdleMegabytes} MB idle)
          kept                p50 {KeptP50,6:F1} p99 {KeptP99,6:F1} ms   {KeptPerCpuSecond,5:F0} a CPU-second   to reach p99 50
          made anew           p50 {MadeP50,6:F1} p99 {MadeP99,6:F1} ms   {MadePerCpuSecond,5:F0} a CPU-second
        """));

    private static async Task<JsonElement> TrainAsync(ApiService service)
    {
        using var admin = await service.SignInAdminAsync();
        using var asked = await admin.PostAsync("admin/recommendations/train", null);
        asked.EnsureSuccessStatusCode();
        var modelId = (await asked.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("modelId").GetGuid();
        for (var waited = 0; waited < 1800; waited++)
        {
            var model = (await admin.GetFromJsonAsync<JsonElement>("admin/recommendations/models")).GetProperty("items").EnumerateArray().First(one => one.GetProperty("modelId").GetGuid() == modelId);
            var state = model.GetProperty("state").GetString();
            if (state is "failed")
            {
                throw new BenchException(model.GetProperty("reason").GetString()!);
            }

            if (state is "serving" or "rejected")
            {
                using var served = await admin.PostAsync($"admin/recommendations/models/{modelId}/serve", null); // made-up events may foretell nothing
                served.EnsureSuccessStatusCode();
                await Task.Delay(TimeSpan.FromSeconds(10)); // it is loaded within some
                return model;
            }

            await Task.Delay(1000);
        }

        throw new BenchException("No model was trained within half an hour.");
    }
}
