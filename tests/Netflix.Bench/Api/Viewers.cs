using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Netflix.Bench.Api;

/// <summary>One signed-in viewer a connection.</summary>
internal sealed class Viewers : IDisposable
{
    private readonly List<(HttpClient Http, Guid ProfileId)> viewers = [];

    internal static async Task<Viewers> SignUpAsync(string url)
    {
        var all = new Viewers();
        for (var i = 0; i < Measure.Connections; i++)
        {
            var http = new HttpClient { BaseAddress = new Uri(url + "/api/v1/") };
            using var signedUp = await http.PostAsJsonAsync("auth/signup", new { email = $"{Guid.NewGuid():N}@example.org", password = "correct horse battery", country = "SE", plan = "premium" });
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await JsonAsync(signedUp)).GetProperty("accessToken").GetString());
            using var profiles = await http.GetAsync("profiles");
            var profileId = (await JsonAsync(profiles)).GetProperty("items")[0].GetProperty("profileId").GetGuid();
            http.DefaultRequestHeaders.Add("Profile-Id", profileId.ToString());
            all.viewers.Add((http, profileId));
        }

        return all;
    }

    internal Guid Of(int n) => viewers[n % viewers.Count].ProfileId;

    internal async Task GetAsync(int caller, string path)
    {
        using var answer = await viewers[caller].Http.GetAsync(path);
        if (!answer.IsSuccessStatusCode)
        {
            throw new BenchException($"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        await answer.Content.ReadAsByteArrayAsync();
    }

    /// <summary>Each rates some titles of its own first page of new ones.</summary>
    internal async Task RateAsync(int count)
    {
        foreach (var (http, _) in viewers)
        {
            var page = await http.GetFromJsonAsync<JsonElement>($"content/browse?limit={count}&page={1 + viewers.FindIndex(viewer => viewer.Http == http)}");
            foreach (var card in page.GetProperty("items").EnumerateArray())
            {
                using var rated = await http.PostAsJsonAsync($"content/{card.GetProperty("contentId").GetGuid()}/rating", new { rating = 5 });
                rated.EnsureSuccessStatusCode();
            }
        }
    }

    /// <summary>Starts, taking over the oldest stream where the plan's are in use.</summary>
    internal async Task PlayAsync(int caller, Guid videoId)
    {
        using var answer = await viewers[caller].Http.PostAsJsonAsync("streaming/start", new { videoId, deviceType = "web", takeOver = true });
        if (!answer.IsSuccessStatusCode)
        {
            throw new BenchException($"streaming/start: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
    }

    public void Dispose() => viewers.ForEach(viewer => viewer.Http.Dispose());

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>() : throw new BenchException(await answer.Content.ReadAsStringAsync());
}
