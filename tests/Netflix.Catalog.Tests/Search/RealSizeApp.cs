using System.Text.Json;
using Netflix.Testing;
using Npgsql;

namespace Netflix.Catalog.Tests.Search;

/// <summary>A service of its own with <see cref="LargeCatalogue"/> imported, for the tests of this namespace.</summary>
[SetUpFixture]
public sealed class RealSizeApp
{
    public static NetflixApp App { get; private set; } = null!;
    public static TestUser Studio { get; private set; } = null!;
    public static TestUser Viewer { get; private set; } = null!;
    public static JsonElement Report { get; private set; }

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        App = await NetflixApp.StartAsync(("Netflix:Roles", "web"));
        Studio = await App.SignInAdminAsync();
        Report = await Studio.ImportAsync(LargeCatalogue.Lines());
        await using var source = NpgsqlDataSource.Create(App.ConnectionString);
        await using var windows = source.CreateCommand("""
            insert into catalog.availabilities (availability_id, content_id, region, "from", "to")
                select gen_random_uuid(), content_id, region, now() - interval '1 year', now() + interval '1 year'
                from (select content_id, row_number() over (order by content_id) as n from catalog.titles) t, unnest(array['SE', 'NO', 'US', '*']) region where t.n % 10 = 0;
            update catalog.titles set has_windows = true where content_id in (select content_id from catalog.availabilities)
            """);
        await windows.ExecuteNonQueryAsync();
        foreach (var table in new[] { "titles", "documents", "credits", "words", "people", "availabilities" })
        {
            await using var vacuum = source.CreateCommand($"vacuum analyze catalog.{table}"); // what autovacuum does a minute later
            await vacuum.ExecuteNonQueryAsync();
        }

        Viewer = await App.SignUpAsync();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        Viewer.Dispose();
        Studio.Dispose();
        await App.DisposeAsync();
    }

    internal static Task<JsonElement> SearchAsync(string query, string more = "") =>
        Viewer.Http.GetAsync($"content/search?query={Uri.EscapeDataString(query)}{more}").JsonAsync();

    internal static async Task<string[]> TitlesAsync(string query) =>
        [.. (await SearchAsync(query)).GetProperty("items").EnumerateArray().Select(card => card.GetProperty("title").GetString()!)];
}
