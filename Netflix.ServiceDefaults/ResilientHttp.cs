using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Netflix.ServiceDefaults;

/// <summary>
/// HTTP to another process: three tries with growing, jittered pauses on connection faults, 408, 429 and 5xx;
/// two seconds a try. Only requests without a body are sent again.
/// </summary>
public static class ResilientHttp
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(2);

    public static IHttpClientBuilder AddResilience(this IHttpClientBuilder client) =>
        client.AddHttpMessageHandler(() => new Handler());

    private sealed class Handler : DelegatingHandler
    {
        private static readonly ResiliencePipeline<HttpResponseMessage> Pipeline =
            new ResiliencePipelineBuilder<HttpResponseMessage>()
                .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
                {
                    MaxRetryAttempts = 2,
                    BackoffType = DelayBackoffType.Exponential,
                    Delay = TimeSpan.FromMilliseconds(200),
                    UseJitter = true,
                    ShouldHandle = outcome => ValueTask.FromResult(
                        outcome.Outcome.Exception is HttpRequestException or TimeoutRejectedException ||
                        outcome.Outcome.Result is { } response && ((int)response.StatusCode is 408 or 429 or >= 500)),
                })
                .AddTimeout(AttemptTimeout)
                .Build();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.Content is null
                ? await Pipeline.ExecuteAsync(async cancel => await base.SendAsync(request, cancel), cancellationToken)
                : await base.SendAsync(request, cancellationToken);
    }
}
