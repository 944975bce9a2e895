using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Testing;
using Npgsql;

namespace Netflix.Personalization.Tests.Experiments.Http;

/// <summary>The service, and what its administrator does with experiments. Each test has layers of its own.</summary>
[SetUpFixture]
public sealed class ExperimentsApp
{
    public static NetflixApp App { get; private set; } = null!;
    public static TestUser Admin { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        App = await NetflixApp.StartAsync(("Netflix:Roles", "web"));
        Admin = await App.SignInAdminAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        Admin.Dispose();
        await App.DisposeAsync();
    }

    internal static string NewLayer() => $"l{Guid.NewGuid():N}"[..20];

    internal static object[] Variants(object? treated = null) =>
        [new { name = "control", weight = 1 }, new { name = "treated", weight = 1, parameters = treated ?? new { } }];

    /// <summary>A draft in a layer of its own unless one is named.</summary>
    internal static async Task<Guid> DraftAsync(string? layer = null, double traffic = 1, object? parameters = null, int windowDays = 7)
    {
        var made = await Admin.Http.PostAsJsonAsync("admin/experiments", new
        {
            name = "More trending", hypothesis = "Trending first makes people watch more.", layer = layer ?? NewLayer(), traffic, windowDays, variants = Variants(parameters),
        }).JsonAsync(HttpStatusCode.Created);
        return made.GetProperty("experimentId").GetGuid();
    }

    internal static Task<HttpResponseMessage> PatchAsync(Guid experimentId, object body) => Admin.Http.PatchAsJsonAsync($"admin/experiments/{experimentId}", body);

    internal static Task<HttpResponseMessage> StartAsync(Guid experimentId) => Admin.Http.PostAsync($"admin/experiments/{experimentId}/start", null);

    internal static Task<HttpResponseMessage> StopAsync(Guid experimentId) => Admin.Http.PostAsync($"admin/experiments/{experimentId}/stop", null);

    internal static Task<JsonElement> ResultsAsync(Guid experimentId) => Admin.Http.GetAsync($"admin/experiments/{experimentId}/results").JsonAsync();

    internal static async Task<long> SqlAsync(string sql, params object[] values)
    {
        await using var command = App.Services.GetRequiredService<NpgsqlDataSource>().CreateCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return await command.ExecuteScalarAsync() is long count ? count : 0;
    }
}
