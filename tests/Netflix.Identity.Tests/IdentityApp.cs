using System.Net.Http.Headers;
using System.Net.Http.Json;
using Netflix.Testing;
using Npgsql;

[assembly: Parallelizable(ParallelScope.All)]

namespace Netflix.Identity.Tests;

/// <summary>One host for all tests here; each test has accounts of its own.</summary>
[SetUpFixture]
internal sealed class IdentityApp
{
    internal const string Password = "correct horse battery"; // of NetflixApp.SignUpAsync

    /// <summary>Cheap hashes: what is tested is not how slow they are. Tokens live as long as a viewer's.</summary>
    internal static readonly (string Key, string Value)[] Settings =
        [("Netflix:Roles", "web"), ("Netflix:Identity:PasswordIterations", "1000"), ("Netflix:Identity:AccessTokenLifetime", "00:15:00")];

    internal static NetflixApp App { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        App = await NetflixApp.StartAsync(Settings);

        // The dispatcher takes events away within milliseconds: a trigger keeps what was ever published.
        await App.SqlAsync("""
            create table public.published (type text, body jsonb);
            create function public.keep() returns trigger language plpgsql as $$
                begin insert into public.published values (new.type, new.body); return new; end $$;
            create trigger keep after insert on identity.outbox for each row execute function public.keep();
            """);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await App.DisposeAsync();
}

internal static class IdentityCalls
{
    internal static string NewEmail() => $"{Guid.NewGuid():N}@example.org";

    internal static Task<HttpResponseMessage> LoginAsync(this HttpClient http, string email, string password) =>
        http.PostAsJsonAsync("auth/login", new { email, password });

    internal static Task<HttpResponseMessage> RefreshAsync(this HttpClient http, string refreshToken) =>
        http.PostAsJsonAsync("auth/refresh", new { refreshToken });

    internal static Task<HttpResponseMessage> SendJsonAsync(this HttpClient http, string method, string path, string json) =>
        http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = new StringContent(json, new MediaTypeHeaderValue("application/json")),
        });

    internal static HttpClient WithToken(this NetflixApp app, string accessToken)
    {
        var http = app.NewClient();
        http.DefaultRequestHeaders.Authorization = new("Bearer", accessToken);
        return http;
    }

    internal static async Task<Guid> CreateProfileAsync(this TestUser user, object profile) =>
        (await user.Http.PostAsJsonAsync("profiles", profile).JsonAsync(System.Net.HttpStatusCode.Created)).GetProperty("profileId").GetGuid();

    internal static async Task SqlAsync(this NetflixApp app, string sql, params object[] values)
    {
        await using var source = NpgsqlDataSource.Create(app.ConnectionString);
        await using var command = source.CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }

    internal static async Task<long> CountAsync(this NetflixApp app, string from, params object[] values)
    {
        await using var source = NpgsqlDataSource.Create(app.ConnectionString);
        await using var command = source.CreateCommand($"select count(*) from {from}");
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return (long)(await command.ExecuteScalarAsync())!;
    }

    internal static Task<long> EventsAsync(this NetflixApp app, string type, Guid accountId) => app.CountAsync(
        "public.published where type = $1 and body->>'accountId' = $2", "Netflix.Contracts." + type, accountId.ToString());
}
