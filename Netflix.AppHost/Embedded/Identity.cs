using System.Diagnostics;

namespace Netflix.AppHost.Embedded;

/// <summary>As whom a process runs. PostgreSQL refuses root, so as root it runs as nobody.</summary>
internal sealed record Identity(params string[] SetprivOptions)
{
    private static readonly string[] Nobody = ["--reuid=nobody", "--regid=nogroup", "--clear-groups"];

    internal static readonly Identity Own = new();

    internal bool IsOwn => SetprivOptions.Length is 0;

    /// <summary>
    /// Somebody other than root who can run the program and reach the folder. Under a folder closed to others (a clone in /root)
    /// nobody gets the one capability to pass and read folders, and no other; containers that withhold it usually grant
    /// the wider DAC_OVERRIDE. <c>no_setuid_fixup</c>: otherwise access(2) ignores the capabilities of a process that is not root.
    /// </summary>
    internal static async Task<Identity> UnprivilegedAsync(string program, string folder, CancellationToken cancel)
    {
        if (!Environment.IsPrivilegedProcess || !OperatingSystem.IsLinux())
        {
            return Own;
        }

        foreach (var capability in (string?[])[null, "dac_read_search", "dac_override"])
        {
            string[] options = capability is null
                ? Nobody
                : [.. Nobody, "--securebits=+no_setuid_fixup", $"--inh-caps=-all,+{capability}", $"--ambient-caps=-all,+{capability}", $"--bounding-set=-all,+{capability}"];
            using var probe = Process.Start(new ProcessStartInfo(Repository.Tool("setpriv", "util-linux"), [.. options, "test", "-x", program, "-a", "-r", program, "-a", "-x", folder])
            {
                RedirectStandardError = true,
                WorkingDirectory = "/",
            })!;
            await probe.StandardError.ReadToEndAsync(cancel);
            await probe.WaitForExitAsync(cancel);
            if (probe.ExitCode is 0)
            {
                return new Identity(options);
            }
        }

        throw new StartupException(
            $"PostgreSQL does not run as root, and no other user can reach {program} and {folder}. Run as a user of your own, or put the clone and its data where others may read.");
    }
}
