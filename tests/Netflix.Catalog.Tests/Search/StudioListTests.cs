using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Netflix.Catalog.Features;
using Netflix.Contracts;
using Netflix.Testing;

namespace Netflix.Catalog.Tests.Search;

/// <summary>The studio's list at real size.</summary>
public class StudioListTests
{
    [TestCase("godfather", null, null)]
    [TestCase("go", null, null)]
    [TestCase(null, null, null)]
    [TestCase(null, "Published", null)]
    [TestCase(null, null, "Series")]
    public async Task Page_IsReadOffAnIndex(string? query, string? state, string? type)
    {
        await using var scope = RealSizeApp.App.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CatalogDbContext>();
        await using var command = ListStudioTitles.Find(query, state is null ? null : Enum.Parse<TitleState>(state), type is null ? null : Enum.Parse<TitleType>(type), db)
            .Take(20).Select(title => title.ContentId).CreateDbCommand();
        command.CommandText = "explain " + command.CommandText;
        await db.Database.OpenConnectionAsync();

        var plan = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                plan.Add(reader.GetString(0));
            }
        }

        Assert.That(string.Join('\n', plan), Does.Not.Contain("Seq Scan"));
    }

    [Test]
    public async Task Filters_FindWhatTheySay()
    {
        var found = await ItemsAsync("query=GODFATHER&type=movie");
        Assert.That(found, Is.Not.Empty);
        Assert.That(found.Select(item => item.GetProperty("title").GetString()), Has.All.Contains("Godfather").IgnoreCase);
        Assert.That(await ItemsAsync("query=godfather&state=published"), Is.Empty);
        Assert.That(await ItemsAsync("query=godfather&type=series"), Is.Empty);
        Assert.That((await ItemsAsync("query=go")).Select(item => item.GetProperty("title").GetString()), Has.All.StartsWith("go").IgnoreCase);
    }

    private static async Task<List<JsonElement>> ItemsAsync(string filter) =>
        [.. (await RealSizeApp.Studio.Http.GetAsync($"admin/content?{filter}").JsonAsync()).GetProperty("items").EnumerateArray()];
}
