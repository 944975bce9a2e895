using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Netflix.Testing;

public sealed record AuthAnswer(Guid UserId, string AccessToken, string RefreshToken, int ExpiresIn);

/// <summary>A signed-in account: <see cref="Http"/> carries its token and its first profile.</summary>
public sealed class TestUser : IDisposable
{
    private readonly NetflixApp? app;

    private TestUser(NetflixApp? app, string email, AuthAnswer auth, HttpClient http, Guid profileId)
    {
        this.app = app;
        Email = email;
        Auth = auth;
        Http = http;
        ProfileId = profileId;
    }

    public NetflixApp App => app ?? throw new InvalidOperationException("This user's service runs in processes of its own.");
    public string Email { get; }
    public AuthAnswer Auth { get; }
    public HttpClient Http { get; }
    public Guid AccountId => Auth.UserId;
    public Guid ProfileId { get; }

    /// <summary>A new account, with its first profile, of the service at this address.</summary>
    public static async Task<TestUser> SignUpAsync(string baseUrl, string plan = "standard", string country = "SE", NetflixApp? app = null)
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        return await EnterAsync(baseUrl, "auth/signup", new { email, password = "correct horse battery", country, plan }, HttpStatusCode.Created, email, app);
    }

    public static Task<TestUser> SignInAsync(string baseUrl, string email, string password, NetflixApp? app = null) =>
        EnterAsync(baseUrl, "auth/login", new { email, password, deviceName = "test" }, HttpStatusCode.OK, email, app);

    private static async Task<TestUser> EnterAsync(string baseUrl, string path, object body, HttpStatusCode status, string email, NetflixApp? app)
    {
        var http = new HttpClient { BaseAddress = new Uri(baseUrl + "/api/v1/"), Timeout = TimeSpan.FromSeconds(60) };
        var auth = (await http.PostAsJsonAsync(path, body).JsonAsync(status)).Deserialize<AuthAnswer>(JsonSerializerOptions.Web)!;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", auth.AccessToken);
        var profiles = await http.GetFromJsonAsync<JsonElement>("profiles");
        var list = profiles.ValueKind == JsonValueKind.Array ? profiles : profiles.GetProperty("items");
        var profileId = list[0].GetProperty("profileId").GetGuid();
        http.DefaultRequestHeaders.Add("Profile-Id", profileId.ToString());
        return new TestUser(app, email, auth, http, profileId);
    }

    public void Dispose() => Http.Dispose();
}
