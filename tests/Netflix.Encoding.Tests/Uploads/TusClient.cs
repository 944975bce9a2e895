using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Netflix.Testing;

namespace Netflix.Encoding.Tests.Uploads;

/// <summary>tus 1.0 by hand, one request at a time.</summary>
internal static class TusClient
{
    internal static async Task<Uri> CreateAsync(this TestUser studio, Guid contentId, long length) =>
        new(studio.Http.BaseAddress!, (await (await studio.TryCreateAsync($"{length}", $"contentId {Base64(contentId)},filename {Base64("a.mp4")}")).ExpectAsync(HttpStatusCode.Created)).Headers.Location!);

    internal static Task<HttpResponseMessage> TryCreateAsync(this TestUser studio, string? length, string? metadata)
    {
        var request = Tus(HttpMethod.Post, new Uri(studio.Http.BaseAddress!, "admin/uploads"));
        request.Headers.TryAddWithoutValidation("Upload-Length", length);
        request.Headers.TryAddWithoutValidation("Upload-Metadata", metadata);
        return studio.Http.SendAsync(request);
    }

    internal static Task<HttpResponseMessage> PatchAsync(this TestUser studio, Uri upload, long offset, byte[] bytes, string? checksum = null) =>
        studio.PatchAsync(upload, offset, new ByteArrayContent(bytes), checksum);

    internal static Task<HttpResponseMessage> PatchAsync(this TestUser studio, Uri upload, long offset, HttpContent body, string? checksum = null)
    {
        var request = Tus(HttpMethod.Patch, upload);
        request.Headers.Add("Upload-Offset", offset.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("Upload-Checksum", checksum);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/offset+octet-stream");
        request.Content = body;
        return studio.Http.SendAsync(request);
    }

    internal static Task<HttpResponseMessage> HeadAsync(this TestUser studio, Uri upload) => studio.Http.SendAsync(Tus(HttpMethod.Head, upload));

    internal static async Task<long> OffsetAsync(this TestUser studio, Uri upload) =>
        long.Parse((await (await studio.HeadAsync(upload)).ExpectAsync(HttpStatusCode.OK)).Headers.GetValues("Upload-Offset").Single(), CultureInfo.InvariantCulture);

    internal static HttpRequestMessage Tus(HttpMethod method, Uri url) => new(method, url) { Headers = { { "Tus-Resumable", "1.0.0" } } };

    internal static string Base64(object value) => Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes($"{value}"));
}
