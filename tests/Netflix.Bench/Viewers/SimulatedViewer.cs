using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Netflix.Bench.Viewers;

/// <summary>What happened to all viewers; counted without locks.</summary>
internal sealed class Tally
{
    internal long Sessions, Segments, Bytes, Stalls, StalledMs, PlayedMs, Switches, Waits, Progress, Licences, FailedSessions;
    internal readonly System.Collections.Concurrent.ConcurrentQueue<string> Failures = new();

    internal void Fail(string why)
    {
        Interlocked.Increment(ref FailedSessions);
        if (Failures.Count < 20)
        {
            Failures.Enqueue(why);
        }
    }
}

/// <summary>
/// One viewer: starts the film, reads its manifest, licence and playlists, fetches picture and sound at the pace of play with
/// some seconds ahead, reports its position every ten seconds, goes to the other edge when one fails; and begins again at the end.
/// What a player repeats, it repeats; what ends a player's film, is a failed session.
/// </summary>
internal sealed class SimulatedViewer(HttpClient http, string api, Account account, Guid videoId, int number, Tally tally)
{
    private const double BufferGoal = 12;
    /// <summary>The bench's film is short: this long it is played over and over as one.</summary>
    private const double SessionSeconds = 120;
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(10);

    /// <summary>As long as players go on asking.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private long sequence;

    internal async Task WatchAsync(CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            Interlocked.Increment(ref tally.Sessions);
            try
            {
                await PlayAsync(over);
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                tally.Fail(exception.Message);
            }
        }
    }

    private async Task PlayAsync(CancellationToken over)
    {
        var start = await AskAsync(() => Api("streaming/start", new { videoId, deviceType = "web" }), over);
        var sessionId = start.GetProperty("sessionId").GetGuid();
        var film = await Film.ReadAsync(url => AskTextAsync(url, over), start.GetProperty("manifestUrl").GetString()! + "&player=hlsjs", number);
        if (film.KeyId is { } keyId)
        {
            var licence = await AskAsync(() => new(HttpMethod.Post, start.GetProperty("licenseUrl").GetString()) { Content = JsonContent.Create(new { kids = new[] { keyId }, type = "temporary" }) }, over);
            _ = licence.GetProperty("keys").GetArrayLength() > 0 ? Interlocked.Increment(ref tally.Licences) : throw new BenchException("A licence without keys.");
        }

        await PlayAsync(film, sessionId, over);
        using var stopped = await http.SendAsync(Api($"streaming/{sessionId}/stop", new { }), over);
    }

    private async Task PlayAsync(Film film, Guid sessionId, CancellationToken over)
    {
        var (played, ahead, started) = (0.0, 0.0, false);
        var (clock, reported, next) = (Stopwatch.StartNew(), TimeSpan.FromSeconds(-9), 0); // the first report a second after the start
        var (path, before) = (0, TimeSpan.Zero);
        var last = (int)(SessionSeconds / film.SegmentSeconds);
        while (next < last || ahead > 0)
        {
            if (next < last && ahead < BufferGoal)
            {
                foreach (var file in film.FilesOf(next % film.Segments))
                {
                    path = await FetchAsync(film, file, path, over);
                }

                ahead += film.SegmentSeconds;
                (next, started) = (next + 1, true);
            }
            else
            {
                await Task.Delay(250, over);
            }

            var now = clock.Elapsed;
            if (started)
            {
                var wall = (now - before).TotalSeconds;
                var shown = Math.Min(wall, ahead);
                (played, ahead) = (played + shown, ahead - shown);
                Interlocked.Add(ref tally.PlayedMs, (long)(shown * 1000));
                if (wall - shown > 0.1 && next < last)
                {
                    Interlocked.Increment(ref tally.Stalls);
                    Interlocked.Add(ref tally.StalledMs, (long)((wall - shown) * 1000));
                }
            }

            before = now;
            if (now - reported > ReportEvery)
            {
                reported = now;
                var answer = await AskAsync(() => Api($"streaming/{sessionId}/progress", new { position = Math.Round(played % (film.SegmentSeconds * film.Segments), 3), sequence = ++sequence }), over);
                _ = answer.GetProperty("stop").ValueKind == JsonValueKind.Null ? Interlocked.Increment(ref tally.Progress) : throw new BenchException($"Told to stop: {answer}");
            }
        }
    }

    /// <summary>From the pathway it is on, else from the next; which one it is on then.</summary>
    private async Task<int> FetchAsync(Film film, string file, int path, CancellationToken over)
    {
        for (var clock = Stopwatch.StartNew(); ;)
        {
            try
            {
                using var answer = await http.GetAsync(film.Paths[path] + file, HttpCompletionOption.ResponseHeadersRead, over);
                if (answer.IsSuccessStatusCode)
                {
                    await using var body = await answer.Content.ReadAsStreamAsync(over);
                    var counted = new Sink();
                    await body.CopyToAsync(counted, over);
                    Interlocked.Add(ref tally.Bytes, counted.Written);
                    Interlocked.Increment(ref tally.Segments);
                    return path;
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException)
            {
                // Its edge has gone.
            }

            if (clock.Elapsed > Patience)
            {
                throw new BenchException($"No edge gave {file}.");
            }

            path = (path + 1) % film.Paths.Count;
            Interlocked.Increment(ref tally.Switches);
            await Task.Delay(path == 0 ? 500 : 0, over);
        }
    }

    private HttpRequestMessage Api(string path, object body) => new(HttpMethod.Post, $"{api}/api/v1/{path}")
    {
        Content = JsonContent.Create(body),
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", account.Token), },
    };

    private async Task<JsonElement> AskAsync(Func<HttpRequestMessage> request, CancellationToken over) =>
        JsonDocument.Parse(await AskTextAsync(request, over)).RootElement;

    private Task<string> AskTextAsync(string url, CancellationToken over) => AskTextAsync(() => new(HttpMethod.Get, url), over);

    private async Task<string> AskTextAsync(Func<HttpRequestMessage> make, CancellationToken over)
    {
        for (var clock = Stopwatch.StartNew(); ;)
        {
            using var request = make();
            request.Headers.Add("Profile-Id", account.ProfileId);
            using var answer = await http.SendAsync(request, over);
            var text = await answer.Content.ReadAsStringAsync(over);
            if (answer.IsSuccessStatusCode)
            {
                return text;
            }

            if (clock.Elapsed > Patience || (int)answer.StatusCode < 500)
            {
                throw new BenchException($"{request.RequestUri!.AbsolutePath}: {(int)answer.StatusCode} {text}");
            }

            Interlocked.Increment(ref tally.Waits);
            await Task.Delay(answer.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), over);
        }
    }

    private sealed class Sink : Stream
    {
        internal long Written { get; private set; }
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => Written;
        public override long Position { get => Written; set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => Written += count;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written += buffer.Length;
            return ValueTask.CompletedTask;
        }
    }
}

internal sealed record Account(string Token, string ProfileId);
