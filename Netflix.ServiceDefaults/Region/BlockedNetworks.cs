using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Netflix.ServiceDefaults.Region;

/// <summary>
/// Networks that are blocked for playback, from files of CIDRs that operators or their tools replace at any time: looked at
/// every five seconds, read anew when one has changed. A line that is no network is told and left out; a file that cannot be
/// read leaves the last list standing.
/// </summary>
internal sealed class BlockedNetworks(IOptions<RegionOptions> options, TimeProvider clock, ILogger<BlockedNetworks> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private volatile NetworkSet networks = new([]);
    private string seen = "";

    internal NetworkSet Networks => networks;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        Read(); // before the first request
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Value.BlockedNetworks is null or "")
        {
            return;
        }

        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Read();
        }
    }

    internal void Read()
    {
        try
        {
            var files = Files().ToList();
            var state = string.Join('|', files.Select(file => $"{file.FullName} {file.Length} {file.LastWriteTimeUtc.Ticks}"));
            if (state == seen)
            {
                return;
            }

            networks = new(files.SelectMany(Lines).ToList());
            seen = state;
            logger.LogInformation("{Ranges} ranges of addresses are blocked for playback, from {Files} files", networks.Count, files.Count);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            logger.LogWarning("The blocked networks cannot be read, the last list stands: {Error}", exception.Message);
        }
    }

    private IEnumerable<FileInfo> Files() =>
        (options.Value.BlockedNetworks ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(path => Directory.Exists(path) ? new DirectoryInfo(path).EnumerateFiles() : [new FileInfo(path)])
            .OrderBy(file => file.FullName, StringComparer.Ordinal);

    private IEnumerable<System.Net.IPNetwork> Lines(FileInfo file)
    {
        var number = 0;
        foreach (var line in File.ReadLines(file.FullName))
        {
            number++;
            var text = line.Split('#')[0].Trim();
            if (text.Length == 0)
            {
                continue;
            }

            if (NetworkSet.Parse(text) is { } network)
            {
                yield return network;
            }
            else
            {
                logger.LogWarning("{File} line {Line} is no network such as 192.0.2.0/24, and is left out", file.FullName, number);
            }
        }
    }
}
