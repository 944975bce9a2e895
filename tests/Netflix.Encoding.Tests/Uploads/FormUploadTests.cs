using System.Net;
using System.Net.Http.Json;
using Netflix.Testing;

namespace Netflix.Encoding.Tests.Uploads;

public class FormUploadTests
{
    private static TestUser Studio => EncodingApp.Studio;

    [Test]
    public async Task FieldsMayFollowTheFile()
    {
        var seriesId = await SeriesAsync();
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(System.Text.Encoding.ASCII.GetBytes("no film")), "video", "a.mp4" },
            { new StringContent("1"), "seasonNumber" },
            { new StringContent("1"), "episodeNumber" },
        };

        var answer = await Studio.Http.PostAsync($"admin/content/{seriesId}/video", form).JsonAsync(HttpStatusCode.Accepted);

        var job = await Studio.WaitForJobAsync(answer.GetProperty("encodingJobId").GetGuid());
        Assert.That(job.GetProperty("title").GetString(), Is.EqualTo("A series S1:E1 Pilot"));
    }

    [TestCase(null, null)]
    [TestCase("1", null)]
    [TestCase("1", "2")]
    [TestCase("x", "1")]
    [TestCase("-1", "1")]
    public async Task SeriesWithoutAKnownEpisode_Is400AndLeavesNothing(string? season, string? episode)
    {
        var seriesId = await SeriesAsync();
        using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[1000]), "video", "a.mp4" } };
        if (season is not null)
        {
            form.Add(new StringContent(season), "seasonNumber");
        }

        if (episode is not null)
        {
            form.Add(new StringContent(episode), "episodeNumber");
        }

        await Studio.Http.PostAsync($"admin/content/{seriesId}/video", form).ProblemAsync(HttpStatusCode.BadRequest);

        await using var source = Npgsql.NpgsqlDataSource.Create(EncodingApp.App.ConnectionString);
        await using var count = source.CreateCommand("select count(*) from encoding.uploads where content_id = $1");
        count.Parameters.Add(new Npgsql.NpgsqlParameter { Value = seriesId });
        Assert.That(await count.ExecuteScalarAsync(), Is.Zero);
    }

    [Test]
    public async Task OtherBodies_AreRefused()
    {
        var url = $"admin/content/{await Studio.CreateTitleAsync()}/video";
        using var nothing = new MultipartFormDataContent { { new StringContent("1"), "other" } };

        await Studio.Http.PostAsync(url, nothing).ProblemAsync(HttpStatusCode.BadRequest);
        await Studio.Http.PostAsJsonAsync(url, new { video = "x" }).ProblemAsync(HttpStatusCode.UnsupportedMediaType);
        await Studio.Http.PostAsync(url, null).ProblemAsync(HttpStatusCode.UnsupportedMediaType);
        using var broken = new StringContent("--b\r\nContent-Disposition: form-data; name=\"video\"; filename=\"a.mp4\"\r\n\r\nhalf a for");
        broken.Headers.Remove("Content-Type");
        broken.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        await Studio.Http.PostAsync(url, broken).ProblemAsync(HttpStatusCode.BadRequest);
    }

    [Test]
    public async Task TooLargeAForm_IsRefusedBeforeItComes()
    {
        var address = new Uri(EncodingApp.App.BaseUrl);
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(address.Host, address.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(
            $"POST /api/v1/admin/content/{await Studio.CreateTitleAsync()}/video HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {Studio.Auth.AccessToken}\r\n" +
            $"Content-Type: multipart/form-data; boundary=b\r\nContent-Length: {long.MaxValue}\r\n\r\n--b\r\n"));

        using var reader = new StreamReader(stream);
        Assert.That(await reader.ReadLineAsync(), Does.StartWith("HTTP/1.1 413"));
    }

    private static async Task<Guid> SeriesAsync()
    {
        var seriesId = await Studio.CreateTitleAsync("A series", "series");
        await (await Studio.Http.PostAsJsonAsync($"admin/content/{seriesId}/episodes", new { seasonNumber = 1, episodeNumber = 1, title = "Pilot" }))
            .ExpectAsync(HttpStatusCode.Created);
        return seriesId;
    }
}
