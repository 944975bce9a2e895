using Netflix.Bench.Api;
using Netflix.Bench.Boot;
using Netflix.Bench.Edge;
using Netflix.Bench.Encode;
using Netflix.Bench.Progress;
using Netflix.Bench.Recommend;
using Netflix.Bench.Start;
using Netflix.Bench.Viewers;

// ./bench NAME [--quick]: each prints a table with the ratio to its reference and writes artifacts/bench/NAME.json.
var quick = args.Contains("--quick");
try
{
    switch (args.FirstOrDefault())
    {
        case "api":
            await ApiBench.RunAsync(quick);
            return 0;
        case "boot":
            await BootBench.RunAsync(quick);
            return 0;
        case BootBench.BareHost:
            await BootBench.ServeAsync(args[1]);
            return 0;
        case "edge":
            await EdgeBench.RunAsync(quick);
            return 0;
        case "encode":
            await EncodeBench.RunAsync(quick);
            return 0;
        case "progress":
            await ProgressBench.RunAsync(quick);
            return 0;
        case "recommend":
            RecommendBench.Run(args);
            return 0;
        case "start":
            await StartBench.RunAsync(quick);
            return 0;
        case "viewers":
            await ViewersBench.RunAsync(quick);
            return 0;
        default:
            Console.Error.WriteLine("Usage: ./bench NAME [--quick], NAME one of: api, boot, edge, encode, progress, recommend, start, viewers");
            return 2;
    }
}
catch (Netflix.Bench.BenchException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
