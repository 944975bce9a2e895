using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Netflix.Testing;

namespace Netflix.Encoding.Tests.Uploads;

public class TusTests
{
    private const int PartBytes = 8 << 20;

    private static TestUser Studio => EncodingApp.Studio;

    [Test]
    public async Task Options_TellsWhatIsSpoken()
    {
        var response = await Studio.Http.SendAsync(new HttpRequestMessage(HttpMethod.Options, "admin/uploads"));

        await response.ExpectAsync(HttpStatusCode.NoContent);
        Assert.That(response.Headers.GetValues("Tus-Version"), Is.EqualTo(new[] { "1.0.0" }));
        Assert.That(response.Headers.GetValues("Tus-Extension").Single(), Does.Contain("creation").And.Contain("termination").And.Contain("checksum"));
        Assert.That(long.Parse(response.Headers.GetValues("Tus-Max-Size").Single(), CultureInfo.InvariantCulture), Is.Positive);
        Assert.That(response.Headers.GetValues("Tus-Checksum-Algorithm"), Is.EqualTo(new[] { "sha1,sha256" }));
    }

    [Test]
    public async Task TusJsClient_UploadsInChunksAfterAnAbort()
    {
        var file = await Numbered.MakeAsync(EncodingApp.TempFile("tus.mp4"), "25", 2, "320x180");
        var contentId = await Studio.CreateTitleAsync();

        var output = await TestFilm.RunAsync("node",
        [
            Path.Combine(TestFilm.RepositoryRoot, "tests/Netflix.Encoding.Tests/Uploads/tus-upload.mjs"),
            EncodingApp.App.BaseUrl + "/api/v1/admin/uploads", Studio.Auth.AccessToken, file, contentId.ToString(),
        ]);

        var upload = new Uri(output.Trim());
        var head = await (await Studio.HeadAsync(upload)).ExpectAsync(HttpStatusCode.OK);
        var job = await Studio.WaitForJobAsync(Guid.Parse(head.Headers.GetValues("Encoding-Job-Id").Single()));
        Assert.That(job.GetProperty("status").GetString(), Is.EqualTo("completed"), job.ToString());
        Assert.That(job.GetProperty("filename").GetString(), Is.EqualTo("älg.mp4"));
        Assert.That(await Studio.OffsetAsync(upload), Is.EqualTo(new FileInfo(file).Length), "the finished upload can still be asked for");
    }

    [Test]
    public async Task BrokenConnection_KeepsWhatWasReceived()
    {
        var upload = await Studio.CreateAsync(await Studio.CreateTitleAsync(), 3 * PartBytes);
        var sent = PartBytes + 1_000_000;
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(upload.Host, upload.Port);
            await using var stream = client.GetStream();
            await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(
                $"PATCH {upload.PathAndQuery} HTTP/1.1\r\nHost: {upload.Authority}\r\nAuthorization: Bearer {Studio.Auth.AccessToken}\r\nTus-Resumable: 1.0.0\r\n" +
                $"Upload-Offset: 0\r\nContent-Type: application/offset+octet-stream\r\nContent-Length: {3 * PartBytes}\r\n\r\n"));
            await stream.WriteAsync(RandomNumberGenerator.GetBytes(sent));
            await Expect.EventuallyAsync(() => Studio.OffsetAsync(upload), offset => offset == PartBytes); // a whole part does not wait for the rest
        }

        await Expect.EventuallyAsync(() => Studio.OffsetAsync(upload), offset => offset == sent);
    }

    [Test]
    public async Task TwoRequestsAtOnce_OneWins()
    {
        var upload = await Studio.CreateAsync(await Studio.CreateTitleAsync(), 4_000_000);
        var bytes = RandomNumberGenerator.GetBytes(2_000_000);

        var both = await Task.WhenAll(Studio.PatchAsync(upload, 0, bytes), Studio.PatchAsync(upload, 0, bytes));

        Assert.That(both.Select(response => response.StatusCode), Is.EquivalentTo(new[] { HttpStatusCode.NoContent, HttpStatusCode.Conflict }));
        Assert.That(await Studio.OffsetAsync(upload), Is.EqualTo(bytes.Length));
        Assert.That(StoredBytes(upload), Is.EqualTo(bytes.Length), "what the loser sent is gone");
    }

    [Test]
    public async Task Checksum_DecidesWhetherTheBytesCount()
    {
        var upload = await Studio.CreateAsync(await Studio.CreateTitleAsync(), 4_000);
        var bytes = RandomNumberGenerator.GetBytes(1_000);

        var wrong = await Studio.PatchAsync(upload, 0, bytes, "sha1 " + Convert.ToBase64String(new byte[20]));
        Assert.That((int)wrong.StatusCode, Is.EqualTo(460));
        Assert.That((await Studio.OffsetAsync(upload), StoredBytes(upload)), Is.EqualTo((0, 0)));

        await (await Studio.PatchAsync(upload, 0, bytes, "sha256 " + Convert.ToBase64String(SHA256.HashData(bytes)))).ExpectAsync(HttpStatusCode.NoContent);
        await Studio.PatchAsync(upload, 1_000, bytes, "md5 AAAA").ProblemAsync(HttpStatusCode.BadRequest);
        Assert.That(await Studio.OffsetAsync(upload), Is.EqualTo(1_000));
    }

    [Test]
    public async Task WrongRequests_AreRefusedAndChangeNothing()
    {
        var upload = await Studio.CreateAsync(await Studio.CreateTitleAsync(), 100);
        await (await Studio.PatchAsync(upload, 0, new byte[60])).ExpectAsync(HttpStatusCode.NoContent);

        await Studio.PatchAsync(upload, 0, new byte[10]).ProblemAsync(HttpStatusCode.Conflict);
        await Studio.PatchAsync(upload, 60, new byte[41]).ProblemAsync(HttpStatusCode.RequestEntityTooLarge);
        await Studio.PatchAsync(new Uri(upload, $"{Guid.NewGuid()}"), 0, new byte[10]).ProblemAsync(HttpStatusCode.NotFound);
        await Studio.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, upload)).ContinueWith(task => task.Result.ExpectAsync(HttpStatusCode.PreconditionFailed)).Unwrap();
        await Studio.Http.SendAsync(new HttpRequestMessage(HttpMethod.Patch, upload) { Headers = { { "Tus-Resumable", "0.2.2" } } }).ProblemAsync(HttpStatusCode.PreconditionFailed);
        var plain = TusClient.Tus(HttpMethod.Patch, upload);
        plain.Content = new StringContent("text");
        await Studio.Http.SendAsync(plain).ProblemAsync(HttpStatusCode.UnsupportedMediaType);

        Assert.That(await Studio.OffsetAsync(upload), Is.EqualTo(60));
    }

    [Test]
    public async Task Creation_RefusesWhatCannotBeUploaded()
    {
        var film = $"contentId {TusClient.Base64(await Studio.CreateTitleAsync())}";
        var series = $"contentId {TusClient.Base64(await Studio.CreateTitleAsync("A series", "series"))}";

        await Studio.TryCreateAsync("10", $"contentId {TusClient.Base64(Guid.NewGuid())}").ProblemAsync(HttpStatusCode.NotFound);
        await Studio.TryCreateAsync("10", series).ProblemAsync(HttpStatusCode.BadRequest);
        await Studio.TryCreateAsync("10", $"{series},seasonNumber {TusClient.Base64(1)},episodeNumber {TusClient.Base64(1)}").ProblemAsync(HttpStatusCode.BadRequest);
        await Studio.TryCreateAsync("10", $"{film},seasonNumber {TusClient.Base64("one")}").ProblemAsync(HttpStatusCode.BadRequest);
        await Studio.TryCreateAsync("10", $"{film},seasonNumber {TusClient.Base64(1)}").ProblemAsync(HttpStatusCode.BadRequest);
        await Studio.TryCreateAsync("10", null).ProblemAsync(HttpStatusCode.BadRequest);
        await Studio.TryCreateAsync("10", "contentId ***").ProblemAsync(HttpStatusCode.BadRequest);
        await Studio.TryCreateAsync(null, film).ProblemAsync(HttpStatusCode.BadRequest);
        await Studio.TryCreateAsync("-5", film).ProblemAsync(HttpStatusCode.BadRequest);
        await Studio.TryCreateAsync("0", film).ProblemAsync(HttpStatusCode.UnprocessableEntity);
        var keys = await Studio.TryCreateAsync("10", $"{film},a\u0001b MQ==").ProblemAsync(HttpStatusCode.BadRequest); // HEAD could not answer it
        var large = await Studio.TryCreateAsync(long.MaxValue.ToString(CultureInfo.InvariantCulture), film).ProblemAsync(HttpStatusCode.RequestEntityTooLarge);

        Assert.That(keys.GetProperty("detail").GetString(), Does.Contain("key in ASCII"));
        Assert.That(large.GetProperty("detail").GetString(), Is.EqualTo("The largest upload taken is 536.9 GB."));
    }

    [Test]
    public async Task CreationWithBytes_ChecksThem()
    {
        var film = $"contentId {TusClient.Base64(await Studio.CreateTitleAsync())}";

        var right = await CreateWithAsync(film, 1_000, RandomNumberGenerator.GetBytes(400), null);
        var wrong = await CreateWithAsync(film, 1_000, new byte[400], "sha1 " + Convert.ToBase64String(new byte[20]));

        Assert.That((Offset(right), Offset(wrong)), Is.EqualTo(("400", "0")));
        Assert.That(DateTimeOffset.Parse(right.Headers.GetValues("Upload-Expires").Single(), CultureInfo.InvariantCulture), Is.GreaterThan(DateTimeOffset.UtcNow));
        Assert.That((await CreateWithAsync(film, 100, new byte[101], null)).StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
        Assert.That((await CreateWithAsync(film, 100, new byte[10], "md5 AAAA")).StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));

        static string Offset(HttpResponseMessage response) => response.Headers.GetValues("Upload-Offset").Single();
    }

    [Test]
    public async Task TitleDeletedMeanwhile_EndsTheUpload()
    {
        var contentId = await Studio.CreateTitleAsync();
        var upload = await Studio.CreateAsync(contentId, 100);
        await (await Studio.PatchAsync(upload, 0, new byte[60])).ExpectAsync(HttpStatusCode.NoContent);

        await (await Studio.Http.DeleteAsync($"admin/content/{contentId}")).ExpectAsync(HttpStatusCode.NoContent);

        await Expect.EventuallyAsync(async () => (await Studio.HeadAsync(upload)).StatusCode, status => status == HttpStatusCode.NotFound);
        await Studio.PatchAsync(upload, 60, new byte[10]).ProblemAsync(HttpStatusCode.NotFound);
        await Expect.EventuallyAsync(() => Task.FromResult(StoredBytes(upload)), bytes => bytes == 0); // after the row
    }

    [Test]
    public async Task ExpiredUpload_IsGone()
    {
        await using var app = await NetflixApp.StartAsync(("Netflix:Roles", "web"), ("Netflix:Encoding:UploadLifetime", "00:00:00.001"));
        using var studio = await app.SignInAdminAsync();
        var upload = await studio.CreateAsync(await studio.CreateTitleAsync(), 100);

        var status = (await studio.PatchAsync(upload, 0, new byte[10])).StatusCode;

        Assert.That(status, Is.EqualTo(HttpStatusCode.Gone).Or.EqualTo(HttpStatusCode.NotFound)); // swept meanwhile
        await Expect.EventuallyAsync(async () => (await studio.HeadAsync(upload)).StatusCode, status => status == HttpStatusCode.NotFound);
    }

    [Test]
    public async Task Termination_LeavesNothing()
    {
        var upload = await Studio.CreateAsync(await Studio.CreateTitleAsync(), 100);
        await (await Studio.PatchAsync(upload, 0, new byte[60])).ExpectAsync(HttpStatusCode.NoContent);

        await (await Studio.Http.SendAsync(TusClient.Tus(HttpMethod.Delete, upload))).ExpectAsync(HttpStatusCode.NoContent);

        await (await Studio.HeadAsync(upload)).ExpectAsync(HttpStatusCode.NotFound);
        Assert.That(StoredBytes(upload), Is.Zero);
    }

    [Test]
    public async Task Viewers_MayNotUpload()
    {
        using var viewer = await EncodingApp.App.SignUpAsync();

        await viewer.TryCreateAsync("10", "").ProblemAsync(HttpStatusCode.Forbidden);
        await viewer.Http.GetAsync("admin/encoding").ProblemAsync(HttpStatusCode.Forbidden);
        await EncodingApp.App.Anonymous.GetAsync("admin/encoding").ProblemAsync(HttpStatusCode.Unauthorized);
    }

    private static Task<HttpResponseMessage> CreateWithAsync(string metadata, int length, byte[] bytes, string? checksum)
    {
        var request = TusClient.Tus(HttpMethod.Post, new Uri(Studio.Http.BaseAddress!, "admin/uploads"));
        request.Headers.TryAddWithoutValidation("Upload-Length", $"{length}");
        request.Headers.TryAddWithoutValidation("Upload-Metadata", metadata);
        request.Headers.TryAddWithoutValidation("Upload-Checksum", checksum);
        request.Content = new ByteArrayContent(bytes) { Headers = { ContentType = new("application/offset+octet-stream") } };
        return Studio.Http.SendAsync(request);
    }

    private static long StoredBytes(Uri upload)
    {
        var folder = Path.Combine(EncodingApp.App.Directory, "media", "uploads", Guid.Parse(upload.Segments[^1]).ToString("N"));
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Sum(file => new FileInfo(file).Length) : 0;
    }
}
