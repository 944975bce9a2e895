using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Contracts;
using Netflix.Testing;
using static Netflix.Personalization.Tests.Experiments.Http.ExperimentsApp;

namespace Netflix.Personalization.Tests.Experiments.Http;

/// <summary>From sessions to intervals: what accounts watched, as Playback keeps it.</summary>
public sealed class ResultsTests
{
    private const int Ago = 20;

    /// <summary>Accounts exposed weeks ago: what they watch the day after grows by the effect, and hangs together with what they watched before.</summary>
    private static Task<long> ViewAsync(Guid experimentId, string variant, int accounts, double effect) => SqlAsync($"""
        with someone as (
            select gen_random_uuid() as account, gen_random_uuid() as profile, n, 10 * sin(n * 12.9) as usual from generate_series(1, $3::int) n),
        exposed as (
            insert into personalization.exposures select $1, account, $2, now() - interval '{Ago} days' from someone),
        day as (
            select *, gen_random_uuid() as session, gen_random_uuid() as video, greatest(0, case when d < -{Ago} then 60 + usual else $4 + 60 + usual + 5 * sin(n * 7.3) end) as minutes
            from someone cross join (values (-{Ago} - 10), (-{Ago} + 1), (-{Ago} + 30)) days (d)),
        sessions as (
            insert into playback.sessions (session_id, account_id, profile_id, device_id, device_type, video_id, content_id, asset_id, country, max_rung, max_streams, duration_seconds, started_at, expires_at)
            select session, account, profile, account, 'web', video, video, video, 'SE', 480, 1, 60, now() + d * interval '1 day', now() from day),
        quality as (
            insert into playback.session_quality (session_id, content_id, video_id, region, device_type, played_ms, stalled_ms, stalls, switches, errors, started_at, updated_at)
            select session, video, video, 'SE', 'web', minutes * 60000, 0, 0, 0, 0, now(), now() from day)
        insert into playback.watch_records (profile_id, video_id, content_id, session_id, sequence, position_seconds, duration_seconds, completed, watched_at)
        select profile, video, video, session, 1, 60, 60, n % 2 = 0, now() from day
        """, experimentId, variant, accounts, effect);

    private static JsonElement MetricOf(JsonElement results, string metric) =>
        results.GetProperty("metrics").EnumerateArray().Single(one => one.GetProperty("metric").GetString() == metric);

    [Test]
    public async Task PlantedEffect_IsSeen_AndNarrowerWithCuped()
    {
        var id = await DraftAsync();
        await ExperimentsApp.StartAsync(id).JsonAsync();
        await Task.WhenAll(ViewAsync(id, "control", 300, 0), ViewAsync(id, "treated", 300, 4));

        var results = await ResultsAsync(id);

        var watch = MetricOf(results, "watchTime");
        var difference = watch.GetProperty("differences")[0];
        Assert.That(watch.GetProperty("primary").GetBoolean(), Is.True);
        Assert.That(watch.GetProperty("means")[0].GetProperty("value").GetDouble(), Is.EqualTo(60).Within(1.5));
        Assert.That(watch.GetProperty("varianceReduction").GetDouble(), Is.GreaterThan(0.5));
        Assert.That(difference.GetProperty("verdict").GetString(), Is.EqualTo("better"));
        foreach (var kind in new[] { "fixed", "sequential", "cupedFixed", "cupedSequential" })
        {
            var interval = difference.GetProperty(kind);
            Assert.That(interval.GetProperty("effect").GetDouble(), Is.EqualTo(4).Within(0.01), kind);
            Assert.That(interval.GetProperty("low").GetDouble(), Is.LessThan(4), kind);
        }

        Assert.That(Width("cupedFixed"), Is.LessThan(0.7 * Width("fixed")));
        Assert.That(Width("fixed"), Is.LessThan(Width("sequential")));
        Assert.That(MetricOf(results, "completion").GetProperty("means")[0].GetProperty("value").GetDouble(), Is.EqualTo(0.5).Within(1e-9));
        Assert.That(MetricOf(results, "discovery").GetProperty("means")[1].GetProperty("value").GetDouble(), Is.EqualTo(1).Within(1e-9));
        Assert.That(MetricOf(results, "retention").GetProperty("means")[1].GetProperty("value").GetDouble(), Is.EqualTo(1).Within(1e-9));
        Assert.That(MetricOf(results, "retention").GetProperty("differences")[0].GetProperty("fixed").ValueKind, Is.EqualTo(JsonValueKind.Null), "All came back: nothing varies.");
        Assert.That(MetricOf(results, "clickThrough").GetProperty("means")[0].GetProperty("value").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(results.GetProperty("sampleRatio").GetProperty("alarm").GetBoolean(), Is.False);
        Assert.That(results.GetProperty("planReached").GetBoolean(), Is.False);

        double Width(string kind) => difference.GetProperty(kind).GetProperty("high").GetDouble() - difference.GetProperty(kind).GetProperty("low").GetDouble();
    }

    [Test]
    public async Task VariantThatLosesAccounts_RaisesTheAlarm()
    {
        var id = await DraftAsync();
        await ExperimentsApp.StartAsync(id).JsonAsync();
        await ViewAsync(id, "control", 300, 0);
        await ViewAsync(id, "treated", 200, 30);

        var results = await ResultsAsync(id);

        var ratio = results.GetProperty("sampleRatio");
        Assert.That(MetricOf(results, "watchTime").GetProperty("differences")[0].GetProperty("verdict").GetString(), Is.EqualTo("undecided"), "However clear the figures seem.");

        Assert.That(ratio.GetProperty("alarm").GetBoolean(), Is.True);
        Assert.That(ratio.GetProperty("message").GetString(), Does.Contain("Trust no figure"));
    }

    [Test]
    public async Task AccountsWhoseWindowIsNotOver_Wait()
    {
        var id = await DraftAsync(windowDays: 21);
        await ExperimentsApp.StartAsync(id).JsonAsync();
        await ViewAsync(id, "control", 20, 0);

        var results = await ResultsAsync(id);

        Assert.That(results.GetProperty("waiting").GetInt64(), Is.EqualTo(20));
        Assert.That(results.GetProperty("variants")[0].GetProperty("exposed").GetInt64(), Is.EqualTo(20));
        Assert.That(results.GetProperty("variants")[0].GetProperty("measured").GetInt64(), Is.Zero);
    }

    [Test]
    public async Task DraftsResults_AreThereAndEmpty()
    {
        var results = await ResultsAsync(await DraftAsync());

        Assert.That(results.GetProperty("state").GetString(), Is.EqualTo("draft"));
        Assert.That(results.GetProperty("metrics").GetArrayLength(), Is.EqualTo(5));
        Assert.That(MetricOf(results, "watchTime").GetProperty("differences")[0].GetProperty("verdict").GetString(), Is.EqualTo("undecided"));
    }

    /// <summary>A day has what was begun on it: a film that is gone on with is no new start, and trailers are nothing.</summary>
    [Test]
    public async Task Viewing_CountsFirstStarts_ByDay()
    {
        var (account, profile, film, trailer) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var today = new DateOnly(2026, 5, 10);
        await SessionAsync(film, today.AddDays(-1), false, 3000);
        await SessionAsync(film, today, false, 5000);
        await SessionAsync(Guid.NewGuid(), today, false, 999_999_999_999);
        await SessionAsync(trailer, today.AddDays(1), true, 1000);
        await SqlAsync("insert into playback.watch_records select $1, $2, $2, $2, 1, 60, 60, true, now()", profile, film);

        var days = new List<ViewingDay>();
        await foreach (var day in App.Services.GetRequiredService<IViewing>().DailyAsync([account], today.AddDays(-5), today.AddDays(5), default))
        {
            days.Add(day);
        }

        Assert.That(days.OrderBy(day => day.Day), Is.EqualTo(new[]
        {
            new ViewingDay(account, today.AddDays(-1), 3, Sessions: 1, Starts: 1, Completions: 1, NewTitles: 1),
            new ViewingDay(account, today, 86_405, Sessions: 2, Starts: 1, Completions: 0, NewTitles: 1),
        }));

        async Task SessionAsync(Guid video, DateOnly day, bool isTrailer, long playedMs)
        {
            var session = Guid.NewGuid();
            await SqlAsync("""
                insert into playback.sessions (session_id, account_id, profile_id, device_id, device_type, video_id, content_id, asset_id, country, max_rung, max_streams, duration_seconds, started_at, expires_at, is_trailer)
                values ($1, $2, $3, $2, 'web', $4, $4, $4, 'SE', 480, 1, 60, $5, $5, $6)
                """, session, account, profile, video, new DateTimeOffset(day, new TimeOnly(23, 30), TimeSpan.Zero), isTrailer);
            await SqlAsync("""
                insert into playback.session_quality (session_id, content_id, video_id, region, device_type, played_ms, stalled_ms, stalls, switches, errors, started_at, updated_at)
                values ($1, $2, $2, 'SE', 'web', $3, 0, 0, 0, 0, now(), now())
                """, session, video, playedMs);
        }
    }
}
