using System.Text.Json;
using Netflix.Catalog.Search;
using Netflix.Contracts;
using Npgsql;

namespace Netflix.Catalog.Tests.Search;

/// <summary>What PostgreSQL does for each list, at real size: it reads indexes, not tables.</summary>
public class PlanTests
{
    private static readonly string[] Large = ["titles", "documents", "credits", "words", "people", "availabilities"];
    private static readonly Viewer Viewer = new(Guid.Empty, Guid.Empty, "SE", "en", 18, false, Plan.Standard, SubscriptionStatus.Active, false);

    [Test]
    public async Task BrowsePage_IsReadOffItsOrdersIndex([Values] TitleSort sort, [Values(1, 3, 50)] int page)
    {
        var plan = await PlanAsync(TitleListing.Page(Conditions(new TitleFilter()), sort, page, 40));

        Assert.That(Nodes(plan), Has.None.EqualTo("Seq Scan"), plan);
        Assert.That(Scans(plan), Has.None.EqualTo(("Sort", "titles")), plan);
    }

    [Test]
    public async Task BrowsePage_OfAChoice_ReadsNoTable([Values] TitleSort sort)
    {
        foreach (var filter in new TitleFilter[]
        {
            new(Genre: "Noir"), new(Genre: "Drama"), new(Type: TitleType.Movie), new(YearFrom: 1980, YearTo: 1989), new(Genre: "Drama", YearFrom: 2001), new(Language: "en"),
        })
        {
            var plan = await PlanAsync(TitleListing.Page(Conditions(filter), sort, 1, 40));
            Assert.That(Nodes(plan), Has.None.EqualTo("Seq Scan"), $"{filter}: {plan}");
        }
    }

    [TestCase("spider & man")]
    [TestCase("godfather")]
    [TestCase("hanks:*ABC")]
    public async Task Search_StartsFromTheIndexOfWords(string query)
    {
        var plan = await PlanAsync(TitleListing.Search(Conditions(new TitleFilter()), new TextMatch(query, query, query, "spiderman", Guid.NewGuid(), Mended: false), null, 1, 20));

        Assert.That(Scans(plan), Has.None.Matches<(string Node, string Table)>(scan => scan.Node == "Seq Scan" && Large.Contains(scan.Table)), plan);
    }

    [Test]
    public async Task Facets_AreCountedOffAnIndexAlone()
    {
        var plan = await PlanAsync(TitleListing.Cells(Conditions(new TitleFilter())));

        Assert.That(Scans(plan).Select(scan => scan.Node), Does.Contain("Index Only Scan"), plan);
        Assert.That(Scans(plan), Has.None.Matches<(string Node, string Table)>(scan => scan is { Node: "Seq Scan", Table: "titles" }), plan);
    }

    private static TitleConditions Conditions(TitleFilter filter) => new(Viewer, DateTimeOffset.UtcNow, filter);

    private static async Task<string> PlanAsync(NpgsqlBatchCommand command)
    {
        await using var source = NpgsqlDataSource.Create(RealSizeApp.App.ConnectionString + ";Options=-c random_page_cost=1.1"); // as AppHost sets it
        await using var explain = source.CreateCommand("explain (format json) " + command.CommandText);
        foreach (NpgsqlParameter parameter in command.Parameters)
        {
            explain.Parameters.Add(parameter.Clone());
        }

        return (string)(await explain.ExecuteScalarAsync())!;
    }

    private static IEnumerable<string> Nodes(string plan) => Scans(plan).Select(scan => scan.Node);

    /// <summary>Every node of the plan, with the table it reads if it reads one; a sort below a limit, with every table below it.</summary>
    private static List<(string Node, string Table)> Scans(string plan)
    {
        var found = new List<(string, string)>();
        Walk(JsonDocument.Parse(plan).RootElement[0].GetProperty("Plan"), limited: false);
        return found;

        void Walk(JsonElement node, bool limited)
        {
            var kind = node.GetProperty("Node Type").GetString()!;
            found.Add((kind, node.TryGetProperty("Relation Name", out var table) ? table.GetString()! : ""));
            var below = found.Count;
            if (node.TryGetProperty("Plans", out var children))
            {
                foreach (var child in children.EnumerateArray())
                {
                    Walk(child, limited || kind == "Limit");
                }
            }

            if (kind == "Sort" && limited)
            {
                found.AddRange(found.Skip(below).Where(scan => scan.Item2.Length > 0).Select(scan => (kind, scan.Item2)).ToList());
            }
        }
    }
}
