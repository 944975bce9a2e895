using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Testing;

namespace Netflix.Web.Tests;

/// <summary>Titles to find: announced ones, which need no film.</summary>
internal static class Catalogue
{
    internal sealed record Entry(string Title, string Genre = "Drama", string Rating = "PG", int ReleaseYear = 2001, string Type = "movie", string Actor = "Ada Example");

    /// <summary>By one import; the ids are of the viewers' search, in the order given.</summary>
    internal static async Task<IReadOnlyList<Guid>> AnnounceAsync(params Entry[] entries)
    {
        var lines = entries.Select(entry => JsonSerializer.Serialize(new
        {
            externalId = Guid.NewGuid(), title = entry.Title, type = entry.Type, rating = entry.Rating, releaseYear = entry.ReleaseYear,
            genres = new[] { entry.Genre }, cast = new[] { entry.Actor }, language = "en", description = "Announced for a test.",
        }));
        using var body = new StringContent(string.Join('\n', lines), System.Text.Encoding.UTF8, "application/x-ndjson");
        var report = await WebApp.Studio.Http.PostAsync("admin/content/import?state=announced", body).JsonAsync();
        Assert.That(report.GetProperty("created").GetInt32(), Is.EqualTo(entries.Length), report.ToString());
        var ids = new List<Guid>();
        foreach (var entry in entries)
        {
            var found = await WebApp.Studio.Http.GetAsync($"admin/content?query={Uri.EscapeDataString(entry.Title)}").JsonAsync();
            ids.Add(found.GetProperty("items").EnumerateArray().First(item => item.GetProperty("title").GetString() == entry.Title).GetProperty("contentId").GetGuid());
        }

        return ids;
    }

    /// <summary>On the viewer's list, the first of the ids on top.</summary>
    internal static async Task ListAsync(this TestUser viewer, IReadOnlyList<Guid> contentIds)
    {
        foreach (var contentId in contentIds.Reverse())
        {
            await (await viewer.Http.PostAsJsonAsync($"profiles/{viewer.ProfileId}/my-list", new { contentId })).ExpectAsync(HttpStatusCode.NoContent);
        }
    }
}
