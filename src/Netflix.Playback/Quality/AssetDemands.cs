using System.Text.Json;
using Netflix.Contracts;
using Npgsql;

namespace Netflix.Playback.Quality;

/// <summary>What viewers started in the last four weeks, by video and country. A session's id tells its time, so its key is the index.</summary>
internal sealed class AssetDemands(NpgsqlDataSource source, TimeProvider clock) : IAssetDemand
{
    private const int TimeoutSeconds = 300;
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    public async Task<IReadOnlyList<AssetDemand>> GetAsync(int most, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        await using var command = source.CreateCommand("""
            with starts as (
                select video_id, country, count(*) filter (where started_at >= $2) as week, count(*) filter (where started_at < $2) as before
                from playback.sessions where session_id >= $1 and not is_trailer group by 1, 2),
            wanted as (
                select newest.*, coalesce(total, 0) as total
                from (select distinct on (video_id) video_id, asset_id, content_id, description from playback.assets order by video_id, asset_id desc) as newest
                left join (select video_id, sum(week + before) as total from starts group by 1) as sums using (video_id)
                order by total desc, asset_id desc limit $3)
            select asset_id, wanted.video_id, content_id, description, country, week, before
            from wanted left join starts using (video_id) order by wanted.total desc, asset_id desc
            """);
        command.CommandTimeout = TimeoutSeconds;
        command.Parameters.Add(new() { Value = Guid.CreateVersion7(now - 4 * Week) });
        command.Parameters.Add(new() { Value = now - Week });
        command.Parameters.Add(new() { Value = most });
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var demands = new List<AssetDemand>();
        var starts = new List<RegionStarts>();
        while (await reader.ReadAsync(cancel))
        {
            if (demands.Count == 0 || demands[^1].AssetId != reader.GetGuid(0))
            {
                var asset = JsonSerializer.Deserialize<AssetDescription>(reader.GetString(3), JsonSerializerOptions.Web)!;
                demands.Add(new(reader.GetGuid(0), reader.GetGuid(1), reader.GetGuid(2), BytesOf(asset), asset.DurationSeconds, starts = []));
            }

            if (!reader.IsDBNull(4))
            {
                starts.Add(new(reader.GetString(4), reader.GetInt64(5), reader.GetInt64(6)));
            }
        }

        return demands;
    }

    private static long BytesOf(AssetDescription asset) =>
        (long)(asset.DurationSeconds / 8 * (asset.Video.Sum(rung => (long)rung.AverageBandwidth) + asset.Audio.Sum(track => (long)track.Bandwidth)));
}
