using Microsoft.Extensions.DependencyInjection;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Netflix.ServiceDefaults;

/// <summary>
/// HTTP to another process: three tries with growing, jittered pauses on connection faults, 408, 429 and 5xx; two
/// seconds a try, then an <see cref="HttpRequestException"/>. What has a body, or may not be repeated, is sent once.
/// </summary>
public static class ResilientHttp
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(2);

    public static IHttpClientBuilder AddResilience(this IHttpClientBuilder client) =>
        client.AddHttpMessageHandler(() => new Handler());

    private sealed class Handler : DelegatingHandler
    {
        private static readonly ResiliencePipeline<HttpResponseMessage> Once =
            new ResiliencePipelineBuilder<HttpResponseMessage>().AddTimeout(AttemptTimeout).Build();

        private static readonly ResiliencePipeline<HttpResponseMessage> Repeated =
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

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var repeatable = request.Content is null && request.Method != HttpMethod.Post && request.Method != HttpMethod.Patch;
            try
            {
                return await (repeatable ? Repeated : Once).ExecuteAsync(async cancel => await base.SendAsync(request, cancel), cancellationToken);
            }
            catch (TimeoutRejectedException exception)
            {
                throw new HttpRequestException(HttpRequestError.ConnectionError, $"No answer within {AttemptTimeout.TotalSeconds} s.", exception);
            }
        }
    }
}
