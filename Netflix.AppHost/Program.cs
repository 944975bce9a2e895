using System.CommandLine;
using System.Runtime.InteropServices;
using Netflix.AppHost.Demo;
using Netflix.AppHost.Embedded;
using Netflix.AppHost.Import;

const int EdgePortDistance = 10;

var port = new Option<int>("--port") { Description = "Port of the web client and the API", DefaultValueFactory = _ => 8080 };
var edges = new Option<int>("--edges") { Description = "Number of edges", DefaultValueFactory = _ => 2 };
var edgePort = new Option<int?>("--edge-port") { Description = $"Port of the first edge, the others follow (default: --port plus {EdgePortDistance})" };
var data = new Option<string>("--data") { Description = "Folder for all that is kept", DefaultValueFactory = _ => ".data" };
var noDemo = new Option<bool>("--no-demo") { Description = "No demo library" };
var bind = new Option<string>("--bind") { Description = "Address to listen on; 0.0.0.0 is every one", DefaultValueFactory = _ => "localhost" };
var publicHost = new Option<string>("--public-host") { Description = "Name under which browsers reach this machine", DefaultValueFactory = _ => "localhost" };
InRange(port, 1, 65535);
InRange(edges, 1, 64);

var run = new RootCommand("Netflix on this machine: PostgreSQL, Redis, web, encoder and edges.") { port, edges, edgePort, data, noDemo, bind, publicHost };
run.SetAction((arguments, _) => Report(stop => EmbeddedRun.RunAsync(
    new RunOptions(
        arguments.GetValue(port), arguments.GetValue(edges), arguments.GetValue(edgePort) ?? arguments.GetValue(port) + EdgePortDistance,
        arguments.GetValue(data)!, !arguments.GetValue(noDemo), arguments.GetValue(bind)!, arguments.GetValue(publicHost)!),
    stop)));

var command = new Argument<string[]>("command") { Arity = ArgumentArity.OneOrMore, Description = "The command and its arguments, after --" };
var folder = new Option<string>("--data") { Description = "Folder for the servers, removed at the end", DefaultValueFactory = _ => ".test/servers" };
var exec = new Command("exec", "Runs a command with a throw-away PostgreSQL and Redis (NETFLIX_TEST_POSTGRES, NETFLIX_TEST_REDIS).") { folder, command };
exec.SetAction((arguments, _) => Report(stop => ExecRun.RunAsync(arguments.GetValue(folder)!, arguments.GetValue(command)!, stop)));
run.Subcommands.Add(exec);

var file = new Argument<string>("file") { Description = "NDJSON or CSV, also packed by gzip" };
var url = new Option<string>("--url") { Description = "The service", DefaultValueFactory = _ => "http://localhost:8080" };
var state = new Option<string>("--state") { Description = "draft or announced", DefaultValueFactory = _ => "announced" };
state.AcceptOnlyFromAmong("draft", "announced");
var import = new Command("import", "Sends a file of titles to a running service; the same file again changes nothing.") { file, url, data, state };
import.SetAction((arguments, _) => Report(stop => ImportRun.RunAsync(
    arguments.GetValue(file)!, arguments.GetValue(url)!, arguments.GetValue(data)!, arguments.GetValue(state)!, stop)));
run.Subcommands.Add(import);

var accounts = new Option<int>("--accounts") { Description = "Accounts beside the demo account, of four profiles each", DefaultValueFactory = _ => 10 };
InRange(accounts, 0, 250);
var viewers = new Command("viewers", "Makes viewers up for a running service: profiles of different tastes that watch and rate what it has, so that recommendations have something to learn from.")
    { url, data, accounts };
viewers.SetAction((arguments, _) => Report(stop => MadeUpViewers.RunAsync(
    arguments.GetValue(url)!, arguments.GetValue(data)!, arguments.GetValue(accounts), stop)));
run.Subcommands.Add(viewers);

// Our own handling below: the library's would end the process two seconds after the signal.
return await run.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });

static async Task<int> Report(Func<CancellationToken, Task<int>> action)
{
    using var stop = new CancellationTokenSource();
    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.Cancel();
    }

    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
    try
    {
        return await action(stop.Token);
    }
    catch (StartupException problem)
    {
        await Console.Error.WriteLineAsync($"Netflix cannot start. {problem.Message}");
        return 1;
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested)
    {
        return 0;
    }
    catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
    {
        await Console.Error.WriteLineAsync($"Netflix stopped: {problem.Message}");
        return 1;
    }
}

static void InRange(Option<int> option, int lowest, int highest) => option.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() is var value && (value < lowest || value > highest))
    {
        result.AddError($"{option.Name} {value}: must be {lowest} to {highest}.");
    }
});
