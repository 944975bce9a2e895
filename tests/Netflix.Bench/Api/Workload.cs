using Npgsql;

namespace Netflix.Bench.Api;

/// <summary>What viewers ask for, drawn from the catalogue itself and the same in every run.</summary>
internal sealed class Workload
{
    private readonly Random random = new(11);
    private readonly List<(Guid Id, string Name)> titles = [];
    private readonly List<string> people = [];

    internal IReadOnlyList<Guid> Published { get; private set; } = [];

    internal static async Task<Workload> ReadAsync(NpgsqlDataSource source)
    {
        var load = new Workload();
        await using (var reader = await source.CreateCommand("select content_id, name from catalog.titles order by external_id").ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                load.titles.Add((reader.GetGuid(0), reader.GetString(1)));
            }
        }

        await using (var reader = await source.CreateCommand("select name from catalog.people order by titles desc, name limit 2000").ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                load.people.Add(reader.GetString(0));
            }
        }

        var published = new List<Guid>();
        await using (var reader = await source.CreateCommand("select video_id from playback.assets order by video_id").ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                published.Add(reader.GetGuid(0));
            }
        }

        load.Published = published;
        return load;
    }

    internal Guid[] Titles(int count) => [.. Enumerable.Range(0, count).Select(_ => titles[random.Next(titles.Count)].Id)];

    internal Guid[] Videos(int count) => [.. Enumerable.Range(0, count).Select(_ => Published[random.Next(Published.Count)])];

    /// <summary>Half are whole names, the others begun, misspelt, or people; each once.</summary>
    internal string[] Queries(int count) => [.. Enumerable.Range(0, count * 2).Select(_ =>
    {
        var name = titles[random.Next(titles.Count)].Name;
        return random.Next(10) switch
        {
            < 5 => name,
            < 7 => name[..Math.Min(name.Length, 3 + random.Next(6))],
            7 => name.Length > 5 ? name.Remove(2 + random.Next(name.Length - 4), 1) : name,
            _ => people[random.Next(people.Count)],
        };
    }).Distinct(StringComparer.OrdinalIgnoreCase).Take(count)];

    internal string[] Prefixes(int count) => [.. Enumerable.Range(0, count * 3).Select(_ =>
    {
        var name = random.Next(3) > 0 ? titles[random.Next(titles.Count)].Name : people[random.Next(people.Count)];
        return name[..Math.Min(name.Length, 2 + random.Next(6))];
    }).Distinct(StringComparer.OrdinalIgnoreCase).Take(count)];

    internal string[] Browses(int count, string[] genres) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        var decade = 1920 + (10 * random.Next(10));
        var sort = new[] { "newest", "popular", "title", "year", "rating" }[random.Next(5)];
        return random.Next(3) switch
        {
            0 => $"sort={sort}&page={1 + random.Next(20)}",
            1 => $"sort={sort}&genre={Uri.EscapeDataString(genres[random.Next(genres.Length)])}&page={1 + random.Next(3)}",
            _ => $"sort={sort}&yearFrom={decade}&yearTo={decade + 9}&page={1 + random.Next(3)}",
        };
    })];
}
