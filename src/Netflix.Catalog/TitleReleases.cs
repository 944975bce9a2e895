using Netflix.Contracts;
using Npgsql;

namespace Netflix.Catalog;

/// <summary>When titles come out where: at the start of their windows, and not before they were published or announced.</summary>
internal sealed class TitleReleases(NpgsqlDataSource source, TimeProvider clock) : ITitleReleases
{
    public async Task<IReadOnlyList<TitleRelease>> GetAsync(IReadOnlyCollection<Guid> contentIds, CancellationToken cancel)
    {
        await using var command = source.CreateCommand("""
            select t.content_id, coalesce(a.region, '*'), greatest(a."from", t.published_at, t.created_at)
            from catalog.titles t left join catalog.availabilities a on a.content_id = t.content_id
            where t.content_id = any($1) and (t.state = 'Published' or t.state = 'Announced' and a."from" > $2)
                and (a."to" is null or a."to" > $2)
            """);
        command.Parameters.Add(new() { Value = contentIds.ToArray() });
        command.Parameters.Add(new() { Value = clock.GetUtcNow() });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var releases = new List<TitleRelease>();
        while (await reader.ReadAsync(cancel))
        {
            releases.Add(new(reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2)));
        }

        return releases;
    }
}
