using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Netflix.Testing;

namespace Netflix.Catalog.Tests;

/// <summary>What several tests do as viewers.</summary>
internal static class Viewers
{
    /// <summary>From here on the viewer's requests are a new profile's.</summary>
    internal static async Task<Guid> UseNewProfileAsync(this TestUser viewer, bool isKids = false)
    {
        var profile = await viewer.Http.PostAsJsonAsync("profiles", new { name = $"P{Guid.NewGuid():N}"[..12], isKids }).JsonAsync(HttpStatusCode.Created);
        var profileId = profile.GetProperty("profileId").GetGuid();
        viewer.Use(profileId);
        return profileId;
    }

    internal static void Use(this TestUser viewer, Guid profileId)
    {
        viewer.Http.DefaultRequestHeaders.Remove("Profile-Id");
        viewer.Http.DefaultRequestHeaders.Add("Profile-Id", profileId.ToString());
    }

    internal static async Task<List<Guid>> ContentIdsAsync(this TestUser viewer, string path) => ContentIds(await viewer.Http.GetAsync(path).JsonAsync());

    internal static List<Guid> ContentIds(JsonElement page) =>
        [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("contentId").GetGuid())];

    internal static async Task LimitToAsync(Guid contentId, string region) =>
        await CatalogApp.Studio.Http.PutAsJsonAsync($"admin/content/{contentId}/availability", new[] { new { region } }).JsonAsync();

    internal static StringContent Json(string body) => new(body, null, "application/json");
}
