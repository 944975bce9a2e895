using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Netflix.Testing;

namespace Netflix.Playback.Tests.Faults;

/// <summary>
/// 100,000 positions of 1,000 sessions through two web processes, each of which is killed and started again while they come:
/// what was acknowledged is in PostgreSQL, and no row ever goes back.
/// </summary>
[NonParallelizable]
public class KilledWebProgressTests
{
    private const int Workers = 24;
    private const int Sessions = 1000;
    private const int UpdatesASession = 100;

    private readonly ConcurrentDictionary<Guid, long> acknowledged = new();
    private WebReplicas web = null!;
    private int sent;
    private int repeated;

    [OneTimeSetUp]
    public async Task StartAsync() => web = await WebReplicas.StartAsync(2);

    [OneTimeTearDown]
    public async Task StopAsync() => await web.DisposeAsync();

    [Test]
    [CancelAfter(900_000)]
    public async Task EveryAcknowledgedPosition_IsInPostgreSqlInItsOrder(CancellationToken cancel)
    {
        var viewers = await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => TestUser.SignUpAsync(web.Urls[0])));
        var queue = new ConcurrentQueue<(TestUser Viewer, Guid Session)>(await AddSessionsAsync(viewers));
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var order = Task.Run(() => WatchOrderAsync(watching.Token), cancel);

        var work = Enumerable.Range(0, Workers).Select(n => Task.Run(() => WorkAsync(queue, n, cancel), cancel)).ToArray();
        var faults = KillEachAsync(cancel);
        await Task.WhenAny(Task.WhenAll(work.Append(faults)), order); // a row that went back ends it at once
        await watching.CancelAsync();
        var rows = await order;
        await Task.WhenAll(work.Append(faults));

        Assert.That(sent, Is.EqualTo(Sessions * UpdatesASession));
        Assert.That(repeated, Is.Positive, "The kills hit no update that was on its way: nothing is proved.");
        Assert.That(rows, Is.Positive, "The rows were looked at meanwhile.");
        await Expect.EventuallyAsync(LostAsync, lost => lost.Count == 0);
        Array.ForEach(viewers, viewer => viewer.Dispose());
    }

    /// <summary>Sessions as a start makes them, each of a video of its own, so that each last position is a row of its own.</summary>
    private async Task<List<(TestUser Viewer, Guid Session)>> AddSessionsAsync(TestUser[] viewers)
    {
        var sessions = Enumerable.Range(0, Sessions).Select(i => (Viewer: viewers[i % Workers], Session: Guid.CreateVersion7())).ToList();
        await web.ExecuteAsync($"""
            insert into playback.sessions (session_id, account_id, profile_id, device_id, device_type, video_id, content_id, asset_id, country, max_rung, max_streams, duration_seconds, started_at, expires_at)
            select session, account, profile, gen_random_uuid(), 'test', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'SE', 480, 1000000, 5400, now() - interval '5 minutes', now() + interval '5 hours'
            from (values {string.Join(", ", sessions.Select(one => $"('{one.Session}'::uuid, '{one.Viewer.AccountId}'::uuid, '{one.Viewer.ProfileId}'::uuid)"))}) as one (session, account, profile)
            """);
        return sessions;
    }

    private async Task WorkAsync(ConcurrentQueue<(TestUser Viewer, Guid Session)> queue, int n, CancellationToken cancel)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(30) };
        while (queue.TryDequeue(out var one))
        {
            for (var sequence = 1L; sequence <= UpdatesASession; sequence++)
            {
                await SendAsync(http, one.Viewer, one.Session, sequence, (int)(n + sequence), cancel);
                acknowledged[one.Session] = sequence;
                Interlocked.Increment(ref sent);
            }
        }
    }

    /// <summary>Until one of the two acknowledges it: a player would do the same.</summary>
    private async Task SendAsync(HttpClient http, TestUser viewer, Guid session, long sequence, int replica, CancellationToken cancel)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, $"{web.Urls[(replica + attempt) % 2]}/api/v1/streaming/{session}/progress")
                {
                    Content = new StringContent($$"""{"position":{{Position(sequence)}},"sequence":{{sequence}}}""", new MediaTypeHeaderValue("application/json")),
                    Headers = { { "Authorization", viewer.Http.DefaultRequestHeaders.Authorization!.ToString() }, { "Profile-Id", viewer.ProfileId.ToString() } },
                };
                using var answer = await http.SendAsync(request, cancel);
                var text = await answer.Content.ReadAsStringAsync(cancel);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    // One that came through unheard is known already when it is repeated.
                    Assert.That(text, Does.Contain("\"accepted\":true").Or.Matches<string>(_ => attempt > 0), text);
                    return;
                }

                Assert.That((int)answer.StatusCode, Is.GreaterThanOrEqualTo(500), text);
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                // Killed, or not up again yet.
            }

            Interlocked.Increment(ref repeated);
            await Task.Delay(20, cancel);
        }
    }

    /// <summary>Forward and back, as a viewer who jumps: the newest counts, not the farthest.</summary>
    private static long Position(long sequence) => sequence * 1709 % 5000;

    private async Task KillEachAsync(CancellationToken cancel)
    {
        for (var replica = 0; replica < 2; replica++)
        {
            var from = Sessions * UpdatesASession * (replica + 1) / 3;
            while (Volatile.Read(ref sent) < from)
            {
                await Task.Delay(10, cancel);
            }

            await web.KillAsync(replica);
            await web.StartAsync(replica);
        }
    }

    /// <summary>Reads all rows again and again: each holds a position that was sent, and never an older one than before.</summary>
    private async Task<long> WatchOrderAsync(CancellationToken cancel)
    {
        var seen = new Dictionary<Guid, long>();
        var rows = 0L;
        while (!cancel.IsCancellationRequested)
        {
            foreach (var (session, sequence, position) in await RowsAsync())
            {
                rows++;
                Assert.That(position, Is.EqualTo(Position(sequence)), $"{session}: the position is not that of update {sequence}");
                Assert.That(sequence, Is.GreaterThanOrEqualTo(seen.GetValueOrDefault(session)), $"{session} went back");
                seen[session] = sequence;
            }

            await Task.Delay(200, CancellationToken.None);
        }

        return rows;
    }

    /// <summary>Sessions whose row is not their last acknowledged position.</summary>
    private async Task<IReadOnlyList<string>> LostAsync()
    {
        var rows = (await RowsAsync()).ToDictionary(row => row.Session, row => row.Sequence);
        return [.. acknowledged.Where(one => rows.GetValueOrDefault(one.Key) != one.Value).Select(one => $"{one.Key}: acknowledged {one.Value}, stored {rows.GetValueOrDefault(one.Key)}")];
    }

    private async Task<List<(Guid Session, long Sequence, double Position)>> RowsAsync()
    {
        await using var command = web.Database.CreateCommand("select session_id, sequence, position_seconds from playback.watch_records");
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(Guid, long, double)>();
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetGuid(0), reader.GetInt64(1), reader.GetDouble(2)));
        }

        return rows;
    }
}
