using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Netflix.Testing;

public sealed record AuthAnswer(Guid UserId, string AccessToken, string RefreshToken, int ExpiresIn);

/// <summary>A signed-in account: <see cref="Http"/> carries its token and its first profile.</summary>
public sealed class TestUser : IDisposable
{
    private TestUser(NetflixApp app, string email, AuthAnswer auth, HttpClient http, Guid profileId)
    {
        App = app;
        Email = email;
        Auth = auth;
        Http = http;
        ProfileId = profileId;
    }

    public NetflixApp App { get; }
    public string Email { get; }
    public AuthAnswer Auth { get; }
    public HttpClient Http { get; }
    public Guid AccountId => Auth.UserId;
    public Guid ProfileId { get; }

    internal static async Task<TestUser> FromAsync(NetflixApp app, string email, AuthAnswer auth)
    {
        var http = app.NewClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", auth.AccessToken);
        var profiles = await http.GetFromJsonAsync<JsonElement>("profiles");
        var list = profiles.ValueKind == JsonValueKind.Array ? profiles : profiles.GetProperty("items");
        var profileId = list[0].GetProperty("profileId").GetGuid();
        http.DefaultRequestHeaders.Add("Profile-Id", profileId.ToString());
        return new TestUser(app, email, auth, http, profileId);
    }

    public void Dispose() => Http.Dispose();
}
