using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Testing;
using StackExchange.Redis;

namespace Netflix.Playback.Tests.Faults;

/// <summary>The plan's limit holds over the death of the process that granted the streams.</summary>
[NonParallelizable]
public class KilledWebLeaseTests
{
    private const int Starts = 200;
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20);

    private WebReplicas web = null!;
    private ConnectionMultiplexer redis = null!;
    private Guid videoId;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        web = await WebReplicas.StartAsync(1, ("Netflix:Playback:StreamLease", Lease.ToString()));
        redis = await ConnectionMultiplexer.ConnectAsync(web.App.Setting("ConnectionStrings:redis"));
        videoId = await web.PublishAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await redis.CloseAsync();
        redis.Dispose();
        await web.DisposeAsync();
    }

    [Test]
    [CancelAfter(600_000)]
    public async Task WebKilledTwice_NeverMoreThanTwoStreamsOfAStandardAccountRun(CancellationToken cancel)
    {
        using var viewer = await TestUser.SignUpAsync(web.Urls[0]);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var most = MostRunningAsync(viewer, watching.Token);

        // Players that live: their streams outlast the process, and nobody gets a third.
        var first = new Players(viewer);
        await using (first)
        {
            Assert.That(await StartManyAsync(viewer, first.Play), Is.EqualTo(2));
            await web.KillAsync(0);
            await web.StartAsync(0);
            await first.AllHeardAsync();
            Assert.That(await StartManyAsync(viewer, first.Play), Is.Zero, "The two still run.");
        }

        // Players that die with the process: their leases run out, then two others may start, and not before.
        await web.KillAsync(0);
        await web.StartAsync(0);
        await using var second = new Players(viewer);
        var granted = 0;
        await Expect.EventuallyAsync(async () => granted += await StartManyAsync(viewer, second.Play), count => count >= 2);

        Assert.That(granted, Is.EqualTo(2));
        Assert.That(second.FirstAt, Is.GreaterThanOrEqualTo(first.LastReports.Values.Min() + Lease), "A stream took the place of one whose lease had not run out.");
        foreach (var session in first.LastReports.Keys)
        {
            Assert.That((await viewer.ReportProgressAsync(session, 50, 1000)).GetProperty("stop").GetProperty("reason").GetString(), Is.EqualTo("streamLimit"));
        }

        await second.AllHeardAsync();
        await watching.CancelAsync();
        Assert.That(await most, Is.EqualTo(2));
    }

    /// <summary>So many starts at once; how many were granted.</summary>
    private async Task<int> StartManyAsync(TestUser viewer, Action<Guid> play)
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, Starts).Select(async _ =>
        {
            // 503 while the edge of a process that has just started is not known: a player asks again.
            using var answer = await Expect.EventuallyAsync(
                () => viewer.Http.PostAsJsonAsync("streaming/start", new { videoId, deviceType = "tv" }), one => one.StatusCode != HttpStatusCode.ServiceUnavailable);
            var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
            if (answer.StatusCode == HttpStatusCode.Created)
            {
                play(body.GetProperty("sessionId").GetGuid()); // a player reports at once, while others still ask
                return true;
            }

            Assert.That(body.TryGetProperty("reason", out var reason) ? reason.GetString() : body.ToString(), Is.EqualTo("streamLimit"));
            return false;
        }));
        return answers.Count(granted => granted);
    }

    /// <summary>The most leases that were alive at any time.</summary>
    private async Task<long> MostRunningAsync(TestUser viewer, CancellationToken cancel)
    {
        var most = 0L;
        while (!cancel.IsCancellationRequested)
        {
            most = Math.Max(most, await redis.GetDatabase().SortedSetLengthAsync(Key(viewer), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
            await Task.Delay(5, CancellationToken.None);
        }

        return most;
    }

    private static RedisKey Key(TestUser viewer) => $"streams:{viewer.AccountId:N}";

    /// <summary>Players of granted streams, which report like real ones, only more often.</summary>
    private sealed class Players(TestUser viewer) : IAsyncDisposable
    {
        internal static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(500);
        private readonly CancellationTokenSource ended = new();
        private readonly List<Task> playing = [];
        private readonly Dictionary<Guid, int> heard = [];

        /// <summary>When the first of them was known to be granted.</summary>
        internal DateTime FirstAt { get; private set; } = DateTime.MaxValue;

        /// <summary>When each sent its last report that was answered: its lease is not over sooner than a lease after that.</summary>
        internal Dictionary<Guid, DateTime> LastReports { get; } = [];

        internal void Play(Guid session)
        {
            lock (heard)
            {
                FirstAt = FirstAt < DateTime.UtcNow ? FirstAt : DateTime.UtcNow;
                heard[session] = 0;
                playing.Add(BeatAsync(session));
            }
        }

        /// <summary>Each has had an answer since now that lets it go on.</summary>
        internal async Task AllHeardAsync()
        {
            lock (heard)
            {
                foreach (var session in heard.Keys)
                {
                    heard[session] = 0;
                }
            }

            await Expect.EventuallyAsync(() => Task.FromResult(Least()), least => least > 1); // the first may be of a call sent before
        }

        public async ValueTask DisposeAsync()
        {
            await ended.CancelAsync();
            await Task.WhenAll(playing);
            ended.Dispose();
        }

        private int Least()
        {
            lock (heard)
            {
                return heard.Values.Min();
            }
        }

        private async Task BeatAsync(Guid session)
        {
            for (var sequence = 1L; !ended.IsCancellationRequested; sequence++)
            {
                var sentAt = DateTime.UtcNow;
                try
                {
                    var answer = await viewer.ReportProgressAsync(session, sequence, sequence);
                    Assert.That(answer.GetProperty("stop").ValueKind, Is.EqualTo(JsonValueKind.Null), "A running stream was told to stop.");
                    lock (heard)
                    {
                        heard[session]++;
                        LastReports[session] = sentAt;
                    }
                }
                catch (Exception exception) when (exception is HttpRequestException or IOException)
                {
                    // The web is down: players try again.
                }

                await Task.Delay(Beat, CancellationToken.None);
            }
        }
    }
}
