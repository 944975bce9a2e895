window.SwaggerUIBundle({ url: '/openapi/v1.json', dom_id: '#api', deepLinking: true, tryItOutEnabled: true, validatorUrl: null });
